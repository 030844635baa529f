"""What a linear model on character n-grams costs, as a yardstick from below: scikit-learn's TF-IDF and SVM."""

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import accuracy_score
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

import rows

options = rows.arguments(__doc__).parse_args()
table = rows.Rows()
train, validation, test = rows.balanced(options.data)
model = make_pipeline(TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5)), LinearSVC())
table.time(
    "whole recipe", 1, "runs/s", lambda: model.fit(*map(list, zip(*(train + validation)))))
texts = [text for text, _ in rows.messages(options.data)]
table.time("classify many", len(texts), "messages/s", lambda: model.predict(texts))
table.time("classify one message", 1, "messages/s", lambda: model.predict(texts[:1]), repeat=21)
table.print(options.format)
if options.format == "text":
    print(f"test accuracy {accuracy_score([y for _, y in test], model.predict([x for x, _ in test])):.4f}")
