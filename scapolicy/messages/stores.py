"""Clusters, and addresses of files in a store."""

from scapolicy.messages.kind import Kind, error

MESSAGES: dict[str, Kind] = {
    "K01": error(
        "the scheduler {address} can't be reached ({reason})",
        "Start it, or give the address that it printed when it was started.",
    ),
    "K02": error(
        "a cluster needs Dask, which is not installed",
        'Install it with: pip install "scapolicy[cluster]"',
    ),
    "K03": error(
        "the workers of {address} do not have the scapolicy that runs here",
        "Install the same version on all of them, with the same libraries, or run without.",
    ),
    "K04": error(
        "every worker that tried one part of the files was lost ({reason})",
        "Run the same command again: what the cache keeps is not coded again. Should it happen"
        " again, see the workers' logs, give them more memory, or take fewer at once.",
    ),
    "K05": error(
        "an address needs fsspec, which is not installed where the files are read",
        'Install it with: pip install "scapolicy[store]"',
    ),
    "K06": error(
        "{scheme}:// needs a package that is not installed where the files are read ({reason})",
        "Install it beside scapolicy; s3:// needs s3fs, gs:// gcsfs, and abfs:// adlfs.",
    ),
    "K07": error(
        "no kind of store is known as {scheme}://",
        "Check how it is written: s3://bucket/folder, gs://bucket/folder, sftp://host/folder …",
    ),
    "K08": error(
        "there is nothing at this address",
        "Check its spelling; stores tell upper case from lower case, and have no empty folders.",
    ),
    "K09": error(
        "the store does not let this be read ({reason})",
        "See that the credentials are where the store's package looks for them, as in the"
        " environment, and that they allow to list and to read.",
    ),
    "K10": error(
        "the store does not give this ({reason})",
        "Check the address and the network, and try again.",
    ),
    "K11": error(
        "an address that leads through another ({scheme}) is not read: it may leave copies of the"
        " transcripts where nobody looks for them",
        "Give the address of the store itself.",
    ),
    "K12": error(
        "the store holds a name that leads out of the folder, or is none of a file ({name!r})",
        "Rename it there, or give the address of another folder.",
    ),
    "K13": error(
        "this is an address, and only files of this machine will do here",
        "Copy what lies there to this machine, and give the copy.",
    ),
    "K14": error(
        "somebody's withdrawal from {folder} was not completed",
        "Complete it where the files come from (any command that reads them does), and copy them"
        " here again, without what is gone.",
    ),
    "K15": error(
        "the settings name a codebook by an address ({name}), which only a command may",
        "Put the codebook into the folder and name the file, or give the address with --codebook.",
    ),
    "K16": error(
        "the cluster at {address} was lost while it worked",
        "Start it, and run the same command again: what the cache keeps is not coded again.",
    ),
    "K17": error(
        "the pipeline {name} is not the one any more that was there when the run began",
        "Run again, once nobody changes it. On a cluster, every worker must find the same one.",
    ),
    "K18": error(
        "no worker has come to the scheduler {address} within {seconds} seconds",
        "Start workers, or wait until the jobs that are to start them run; then run the same"
        " command again.",
    ),
    "K19": error(
        "this address names neither a folder nor a file",
        "Write it whole, as file:///home/me/talks.",
    ),
}
