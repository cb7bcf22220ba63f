using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Sparse;
using Gnn.Training.Losses;
using Gnn.Training.Optimizers;

namespace Gnn.Cli.Benchmarks;

/// <summary>A full-batch training step: forward, the loss on the training nodes, backward, Adam with a learning rate of 0.01 and a weight decay of 5e-4.</summary>
/// <remarks>
/// <para>GCN, GraphSAGE and GIN have three layers, GAT two of eight heads of eight columns and one head; the GAT has no dropout and no added loops, the
/// GIN no dropout and nothing between its layers, whose networks are as wide as their results.</para>
/// <para>The model <c>Gcn</c> drops input features as well. Values of the GCN's entries are those of the graph.</para>
/// </remarks>
internal static class TrainingWork
{
    private const string GatName = "gat";
    private const int Layers = 3;
    private const int GatHeads = 8;
    private const int GatWidth = 8;

    internal static void Gcn(BenchmarkRun run)
    {
        using Tensor values = run.Graph!.Values();
        using var adjacency = new Adjacency(run.Graph.Structure, values);
        Step(run, "gcn", adjacency, (inputs, classes) => Model(new Gcn(inputs, run.Hidden, classes, Weights, Layers, run.Dropout)));
    }

    internal static void Sage(BenchmarkRun run)
    {
        using var adjacency = new Adjacency(run.Graph!.Structure);
        var options = new SageOptions { Bias = false };
        Step(run, "sage", adjacency, (inputs, classes) => Model(new GraphSage(inputs, run.Hidden, classes, Weights, Layers, run.Dropout, options)));
    }

    internal static void Gin(BenchmarkRun run)
    {
        using var adjacency = new Adjacency(run.Graph!.Structure);
        Step(run, "gin", adjacency, (inputs, classes) =>
        {
            var stack = new GinStack([inputs, .. Enumerable.Repeat(run.Hidden, Layers - 1), classes], Weights);
            return (stack, stack.Forward);
        });
    }

    internal static void Gat(BenchmarkRun run)
    {
        using var adjacency = new Adjacency(run.Graph!.Structure);
        Step(run, GatName, adjacency, (inputs, classes) => Model(new Gat(inputs, GatWidth, classes, Weights, layers: 2, dropout: 0, GatHeads)));
    }

    private static RandomSource Weights => new(0);

    private static (Module Module, Forward Forward) Model(GraphModel model) => (model, model.Forward);

    private static void Step(BenchmarkRun run, string name, Adjacency adjacency, Func<int, int, (Module Module, Forward Forward)> create)
    {
        BenchmarkGraph graph = run.Graph!;
        using Tensor x = graph.Features();
        (Tensor labels, int classes) = graph.Labels();
        using Tensor all = labels;
        using Tensor train = graph.TrainNodes();
        (Module module, Forward forward) = create(checked((int)x.Shape[1]), classes);
        using Module model = module;
        model.MoveTo(run.Engine);
        using var optimizer = new Adam(learningRate: 0.01, weightDecay: 5e-4);
        optimizer.Attach(model.ParameterGroups());
        ulong step = 0;
        run.Measure($"{name} training step", Train, hidden: name == GatName ? null : run.Hidden);

        void Train()
        {
            Tensor logits = forward(ForwardContext.ForTraining(new RandomSource(1).Stream(step++)), x, adjacency);
            CrossEntropy.Of(logits, all, train).Backward();
            optimizer.Step();
            optimizer.ClearGradients();
        }
    }

    private delegate Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency);

    /// <summary>GIN convolutions, each with a network of two linear maps that are as wide as its result.</summary>
    private sealed class GinStack : Module
    {
        private readonly GinConv[] _layers;

        internal GinStack(int[] widths, RandomSource random)
        {
            var options = new LinearOptions { Bias = false };
            _layers = new GinConv[widths.Length - 1];
            for (int layer = 0; layer < _layers.Length; layer++)
            {
                string name = $"conv{layer + 1}";
                RandomSource stream = random.Stream(name);
                _layers[layer] = AddModule(name, new GinConv(new Sequential(
                    new Linear(widths[layer], widths[layer + 1], stream.Stream("0"), options),
                    new ActivationMap(Activation.Relu),
                    new Linear(widths[layer + 1], widths[layer + 1], stream.Stream("2"), options))));
            }
        }

        internal Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency)
        {
            Tensor h = _layers[0].Forward(context, x, adjacency);
            for (int layer = 1; layer < _layers.Length; layer++)
            {
                using Tensor last = h;
                h = _layers[layer].Forward(context, last, adjacency);
            }

            return h;
        }
    }
}
