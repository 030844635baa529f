"""Classification as transformers offers it: one message, cold and warm, and all messages of a file."""

import time

start = time.perf_counter()
import torch  # noqa: E402
from transformers import AutoTokenizer, GPT2ForSequenceClassification, pipeline  # noqa: E402

import rows  # noqa: E402

parser = rows.arguments(__doc__)
parser.add_argument("--bfloat16", action="store_true")
parser.add_argument("--most", type=int, default=5574, help="messages of the file to classify")
options = parser.parse_args()
table = rows.Rows()
kind = torch.bfloat16 if options.bfloat16 else torch.float32
tokenizer = AutoTokenizer.from_pretrained(options.base)
tokenizer.pad_token = tokenizer.eos_token or tokenizer.decode([0])
model = GPT2ForSequenceClassification.from_pretrained(
    options.base, dtype=kind, pad_token_id=tokenizer.pad_token_id)
model.eval()
classify = pipeline("text-classification", model=model, tokenizer=tokenizer)
text = "Free entry now"
classify(text)
table.add("classify one message, with start-up", time.perf_counter() - start, 1, "messages/s")

ids = torch.tensor([list(range(100, 121))])
with torch.inference_mode():
    table.time("classify 21 tokens", 1, "messages/s", lambda: model(ids), repeat=21)
texts = [text for text, _ in rows.messages(options.data)][: options.most]
order = sorted(texts, key=len)
table.time("classify many", len(texts), "messages/s", lambda: classify(order, batch_size=32))
table.print(options.format)
