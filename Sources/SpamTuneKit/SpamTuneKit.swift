@_exported import Assessment
@_exported import ClassifierModels
@_exported import Experiments
