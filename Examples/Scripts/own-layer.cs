// Trains a layer of one's own, gated edge by edge, on the karate club. Run it with: dotnet run -c Release Examples/Scripts/own-layer.cs
#:project ../../Datasets/Gnn.Datasets
#:project ../../Training/Gnn.Training
#:property PublishAot=false

using Gnn.Datasets;
using Gnn.Graphs;
using Gnn.Graphs.Splits;
using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.MessagePassing;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Training;
using Gnn.Training.Optimizers;

(Graph karate, NodeSplit split) = KarateClub.Load();
using var model = new GatedModel((int)karate.Features.Shape[1], hidden: 16, karate.ClassCount, new RandomSource(seed: 1));
using var optimizer = new Adam(learningRate: 0.01, weightDecay: 5e-4);
TrainingReport report = new NodeClassificationTrainer(model, optimizer).Fit(karate, split, epochs: 200);
Console.WriteLine($"{model.ParameterCount()} parameters, best epoch {report.BestEpoch} of {report.Epochs.Count}");
Console.WriteLine($"test accuracy {report.Test.Accuracy:0.0000}");

// y_i = R x_i + the mean over edges j -> i of sigmoid(A x_i + B x_j) * V x_j
internal sealed class GatedConv : MessagePassingLayer
{
    private readonly Linear _root, _ofTarget, _ofSource, _value;

    public GatedConv(int inputs, int outputs, RandomSource random)
        : base(Aggregation.Mean)
    {
        _root = AddModule("root", new Linear(inputs, outputs, random.Stream("root")));
        _ofTarget = AddModule("target", new Linear(inputs, outputs, random.Stream("target")));
        _ofSource = AddModule("source", new Linear(inputs, outputs, random.Stream("source")));
        _value = AddModule("value", new Linear(inputs, outputs, random.Stream("value")));
    }

    protected override Tensor Message(in ForwardContext context, Messages edges)
    {
        Tensor gate = edges.Combine(EntryOperation.Add, _ofTarget.Forward(edges.Targets), _ofSource.Forward(edges.Sources)).Sigmoid();
        return gate * edges.Source(_value.Forward(edges.Sources));
    }

    protected override Tensor Update(in ForwardContext context, Tensor aggregate, Messages edges) => aggregate + _root.Forward(edges.Targets);
}

internal sealed class GatedModel : Module, IGraphModel
{
    private readonly GatedConv _first, _second;

    public GatedModel(int inputs, int hidden, int outputs, RandomSource random)
    {
        _first = AddModule("first", new GatedConv(inputs, hidden, random.Stream("first")));
        _second = AddModule("second", new GatedConv(hidden, outputs, random.Stream("second")));
    }

    public Adjacency Prepare(Graph graph) => _first.Prepare(graph);

    public Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency) =>
        _second.Forward(context, _first.Forward(context, x, adjacency, Activation.Relu, dropout: 0.5), adjacency);
}
