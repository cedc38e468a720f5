# The same dictionary counted by quanteda: Rscript quanteda.R FOLDER BOOK
suppressMessages({library(quanteda); library(readtext); library(yaml)})
args <- commandArgs(trailingOnly = TRUE)
codes <- read_yaml(args[2])$codes
entries <- lapply(codes, function(code) unlist(lapply(code$rules, function(rule) rule$terms)))
names(entries) <- sapply(codes, function(code) code$id)
texts <- readtext(file.path(args[1], "*.txt"))
found <- dfm(tokens_lookup(tokens(corpus(texts)), dictionary(entries)))
cat(sum(found), "\n")
