@_exported import ClassifierModels
@_exported import Experiments
