"""Papers as Word files in the layout of Nghị định 30/2020/NĐ-CP. Pure: words in, a document out."""
