// Trains on batches with sampled neighbours, by a loop of one's own. Run it with: dotnet run -c Release Examples/Scripts/sampled-training.cs
#:project ../../Training/Gnn.Training
#:property PublishAot=false

using Gnn.Graphs;
using Gnn.Graphs.Generators;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Models;
using Gnn.Sampling.Features;
using Gnn.Sampling.Neighbors;
using Gnn.Tensors;
using Gnn.Training;
using Gnn.Training.Losses;
using Gnn.Training.Metrics;
using Gnn.Training.Optimizers;

// Two communities of ten thousand nodes, told apart by edges and features together better than by either.
using Graph graph = ContextualStochasticBlockModel.FromAngle(nodeCount: 20_000, featureCount: 100, meanDegree: 20, phi: 0.5, signal: 12).Create(new RandomSource(seed: 1));
NodeSplit split = NodeSplit.ByShare(graph, trainShare: 0.2, validationShare: 0.1, new RandomSource(seed: 1));
int features = (int)graph.Features.Shape[1];
using var model = new GraphSage(features, hidden: 32, outputs: graph.ClassCount, new RandomSource(seed: 1), dropout: 0.2);
using var optimizer = new Adam(learningRate: 0.01);
optimizer.Attach(model.ParameterGroups());

using var sampler = new NeighborSampler(graph, [10, 10]);
using IBlockPreparation blocks = model.PrepareBlocks(graph);
using var store = new MemoryFeatureStore(graph.Features.ToDense());
int[] labels = graph.Labels.ToArray<int>();
var loader = new NodeLoader(sampler, blocks, store, split.Train, new NodeLoaderOptions { BatchSize = 256, Labels = labels, Random = new RandomSource(seed: 1) });
for (int epoch = 1; epoch <= 5; epoch++)
{
    double loss = 0;
    RandomSource dropout = new RandomSource(seed: 1).Stream("dropout").Stream((ulong)epoch);
    foreach (NodeBatch batch in loader.Epoch(epoch))
    {
        using (batch)
        using (var scope = new TensorScope())
        {
            Tensor logits = model.Forward(ForwardContext.ForTraining(dropout.Stream((ulong)batch.Index), scope), batch.X, batch.Adjacencies);
            Tensor mean = CrossEntropy.Of(logits, batch.Labels!);
            loss += mean.Item() * batch.Seeds.Length / split.Train.Length;
            mean.Backward();
            optimizer.Step();
            optimizer.ClearGradients();
        }
    }

    Console.WriteLine($"epoch {epoch}: loss {loss:0.000}");
}

// All edges, a thousand nodes at a time.
using Tensor outputs = LayerwiseInference.Run(model, graph, batchSize: 1000);
int[] predicted = ClassificationMetrics.Predictions(outputs);
int correct = split.Test.ToArray().Count(node => predicted[node] == labels[node]);
Console.WriteLine(loader.Statistics);
Console.WriteLine($"test accuracy {(double)correct / split.Test.Length:0.0000}");
