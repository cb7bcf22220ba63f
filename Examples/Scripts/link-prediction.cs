// Predicts who will know whom, and says what counting common acquaintances reaches. Run it with: dotnet run -c Release Examples/Scripts/link-prediction.cs
#:project ../../Training/Gnn.Training
#:property PublishAot=false

using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Graphs.Transforms;
using Gnn.Layers.Links;
using Gnn.Sampling.Links;
using Gnn.Tensors;
using Gnn.Training;
using Gnn.Training.Optimizers;

// People live somewhere on a plane and know the three who live nearest; where they live is known but for some noise.
var random = new RandomSource(seed: 1);
using Tensor homes = Tensor.Uniform((800, 2), random.Stream("homes"), low: -2, high: 2);
using Tensor noise = Tensor.Normal((800, 2), random.Stream("noise"), standardDeviation: 0.1);
using Graph people = Graph.FromEdges(800, [], []).WithFeatures(homes).NearestNeighborGraph(count: 3);
using Graph both = people.Symmetrize();
using Tensor seen = homes + noise;
using Graph graph = both.WithFeatures(seen);

// A tenth of the links tests, a tenth chooses the epoch; each part is told from as many pairs without a link.
EdgeSplit edges = EdgeSplit.Random(graph, SplitSizes.Shares(train: 0.8, validation: 0.1), random.Stream("split"));
LinkSplit split = LinkSplits.WithSharedNegatives(graph, edges, random.Stream("pairs"));
LinkSplitAudit audit = split.Audit(graph);
audit.ThrowIfUnsound();
Console.WriteLine(audit);

// Neighbours in common, and neighbours that may well be: what a model sees of a pair beside its two ends.
using var model = new Ncn(inputs: 2, random, new NcnOptions { Hidden = 32, Completion = new NeighborCompletion() });
using var optimizer = new Adam(learningRate: 0.005);
var options = new LinkPredictionOptions { Epochs = 30, BatchSize = 256, Random = random };
LinkPredictionReport report = new LinkPredictionTrainer(model, optimizer).Fit(graph, split, options);
foreach (LinkBaseline baseline in LinkBaselines.Of(graph, split, options))
{
    Console.WriteLine(baseline);
}

Console.WriteLine($"epoch {report.BestEpoch} of {report.Epochs.Count}, test AP {report.Test.AveragePrecision:0.0000}, Hits@20 {report.Test.HitsAt(20):0.0000}");
Console.WriteLine($"test AUC {report.Test.RocAuc:0.0000}");
