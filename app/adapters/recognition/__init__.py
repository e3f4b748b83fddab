"""Text out of pictures of pages, by Tesseract (the extra ``ocr``)."""
