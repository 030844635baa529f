@_exported import ClassifierModels
