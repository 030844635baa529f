import Foundation

extension Browser {
  /// Opens a file and waits until it has loaded.
  ///
  /// - Parameters:
  ///   - size: Of the window in CSS pixels; widths below 600 as on a phone.
  ///   - scheme: "light" or "dark".
  func open(
    _ path: String, size: (width: Int, height: Int) = (1280, 900), scheme: String = "light"
  ) throws {
    try send(
      "Emulation.setDeviceMetricsOverride",
      [
        "width": size.width, "height": size.height, "deviceScaleFactor": 1,
        "mobile": size.width < 600,
      ])
    try setMedia("screen", scheme: scheme)
    let first = events.count
    try send("Page.navigate", ["url": URL(fileURLWithPath: path).absoluteString])
    try wait(for: "Page.loadEventFired", since: first)
  }

  func setMedia(_ media: String, scheme: String) throws {
    try send(
      "Emulation.setEmulatedMedia",
      ["media": media, "features": [["name": "prefers-color-scheme", "value": scheme]]])
  }

  /// The value of a JavaScript expression.
  func value(of expression: String) throws -> Any? {
    let answer = try send(
      "Runtime.evaluate", ["expression": expression, "returnByValue": true, "awaitPromise": true])
    if let exception = answer["exceptionDetails"] { throw BrowserError.script("\(exception)") }
    return (answer["result"] as? [String: Any])?["value"]
  }

  func number(_ expression: String) throws -> Double? {
    (try value(of: expression) as? NSNumber)?.doubleValue
  }

  func text(_ expression: String) throws -> String? { try value(of: expression) as? String }

  /// Presses and releases a key, as a person does.
  ///
  /// - Parameter code: Of Windows, which the protocol goes by.
  func press(_ key: String, code: Int, text: String? = nil) throws {
    for type in ["keyDown", "keyUp"] {
      var values: [String: Any] = [
        "type": type, "key": key, "code": key, "windowsVirtualKeyCode": code,
      ]
      if type == "keyDown", let text { values["text"] = text }
      try send("Input.dispatchKeyEvent", values)
    }
  }

  /// What is in the window, or the whole page, as PNG.
  func screenshot(wholePage: Bool = false) throws -> Data {
    let answer = try send(
      "Page.captureScreenshot", ["format": "png", "captureBeyondViewport": wholePage])
    return (answer["data"] as? String).flatMap { Data(base64Encoded: $0) } ?? Data()
  }

  /// Errors and warnings of scripts, of the page and of its security policy; dialogs; and requests for
  /// anything but the page.
  var complaints: [String] {
    events.compactMap { event in
      switch event.method {
      case "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded",
        "Page.javascriptDialogOpening":
        return "\(event.method): \(event.values)"
      case "Network.requestWillBeSent":
        let request = event.values["request"] as? [String: Any]
        let address = request?["url"] as? String ?? ""
        return address.hasPrefix("file:") || address == "data:," ? nil : "request for \(address)"
      default: return nil
      }
    }
  }
}
