// Classifies the members of the karate club. Run it with: dotnet run -c Release Examples/Scripts/node-classification.cs
#:project ../../Datasets/Gnn.Datasets
#:project ../../Training/Gnn.Training
#:property PublishAot=false

using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Training;
using Gnn.Training.Optimizers;

(Graph karate, NodeSplit split) = KarateClub.Load();
int features = (int)karate.Features.Shape[1];
using var model = new Gcn(inputs: features, hidden: 16, outputs: karate.ClassCount, new RandomSource(seed: 1));
using var optimizer = new Adam(learningRate: 0.01, weightDecay: 5e-4);
var trainer = new NodeClassificationTrainer(model, optimizer);
TrainingReport report = trainer.Fit(karate, split, epochs: 200);

Console.WriteLine($"{karate.NodeCount} nodes, {karate.EdgeCount} edges, {karate.ClassCount} classes");
Console.WriteLine($"best epoch {report.BestEpoch} of {report.Epochs.Count}");
Console.WriteLine($"test accuracy {report.Test.Accuracy:0.0000}");
