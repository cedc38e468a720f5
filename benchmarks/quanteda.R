# A dictionary counted by quanteda, two threads: Rscript quanteda.R FOLDER DICTIONARY [HITS]
# Prints key,count. With HITS, a folder, it also writes what benchmarks/counts.py compares:
# words.tsv, the words of each document in a line; hits.csv, the words of each hit, overlaps and all.
suppressWarnings(suppressMessages(library(quanteda)))
invisible(quanteda_options(threads = 2))
args <- commandArgs(trailingOnly = TRUE)
read <- function(path) {
  text <- readChar(path, file.size(path), useBytes = TRUE)
  Encoding(text) <- "UTF-8"
  text
}
paths <- sort(list.files(args[1], pattern = "[.]txt$", full.names = TRUE), method = "radix")
book <- dictionary(file = args[2])
words <- tokens(vapply(paths, read, "", USE.NAMES = FALSE))
counts <- colSums(dfm(tokens_lookup(words, book), tolower = FALSE))
cat(sprintf("%s,%d\n", names(counts), as.integer(counts)), sep = "")
if (length(args) > 2) {
  lines <- vapply(as.list(words), paste, "", collapse = "\t")
  writeLines(enc2utf8(lines), file.path(args[3], "words.tsv"), useBytes = TRUE)
  hits <- index(words, dictionary(as.list(book, flatten = TRUE)))
  hits$docname <- match(hits$docname, docnames(words))
  hits$pattern <- enc2utf8(as.character(hits$pattern))
  write.csv(hits, file.path(args[3], "hits.csv"), row.names = FALSE, fileEncoding = "UTF-8")
}
