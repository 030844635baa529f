/// Small sets of texts that the reference numbers were made with.
struct SampleTexts {
  let texts: [String]
  let labels: [Int]
  let classCount: Int
  let unseen: [String]

  static let two = SampleTexts(
    texts: [
      "Win a FREE prize now, call 08001234567", "free free entry: txt WIN to 80082",
      "are you coming home now?", "I'll call you when I'm home", "Où es-tu? à bientôt, été 2024",
      "URGENT! you have won a prize", "ok see you at home then", "ok",
    ],
    labels: [1, 1, 0, 0, 0, 1, 0, 0], classCount: 2,
    unseen: ["free prize at home", "", "zzz !!", "OK ok you été", "win WIN win call now"])

  static let three = SampleTexts(
    texts: [
      "goal in the last minute, the match is won", "the team lost the match",
      "shares fell as the bank lost money", "the bank raised its rate",
      "new phone with a better camera", "the camera of this phone is new",
      "Проект: новый телефон", "stock market and bank shares",
    ],
    labels: [0, 0, 1, 1, 2, 2, 2, 1], classCount: 3,
    unseen: ["the bank lost the match", "телефон", "", "new goal in the market"])
}
