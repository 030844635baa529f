/// A drawing of the page with its title and, where there are several lines, what each of them is.
struct PageFigure {
  struct Key {
    var name: String
    var style: String
  }

  let title: String
  let picture: String
  let keys: [Key]
  var remark: String?

  init(_ plot: LinePlot, identifier: String, remark: String? = nil) {
    title = plot.title
    picture = plot.svg(identifier: identifier)
    keys = plot.series.count > 1 ? plot.series.map { Key(name: $0.name, style: $0.style) } : []
    self.remark = remark
  }

  init(title: String, picture: String, remark: String? = nil) {
    self.title = title
    self.picture = picture
    keys = []
    self.remark = remark
  }
}
