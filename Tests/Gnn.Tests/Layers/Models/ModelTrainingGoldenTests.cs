using Gnn.Layers;
using Gnn.Layers.Aggregations;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using Gnn.Training.Losses;
using Gnn.Training.Optimizers;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Models;

/// <summary>Three steps of Adam on small models: losses, gradients, parameters and moments as PyTorch Geometric's.</summary>
[TestFixture]
[Category("Golden")]
internal sealed class ModelTrainingGoldenTests
{
    private static readonly string[] Trained = ["gcn", "gat", "gat_mean", "sage", "sage_max", "gin", "gin_undirected"];

    private static IEnumerable<TestCaseData> Cases =>
        from name in Trained
        from engine in TestEngines.All
        select new TestCaseData(name, engine).SetArgDisplayNames(name, engine.Name);

    [TestCaseSource(nameof(Cases))]
    public void Train_ThreeSteps_GivesTheGoldenLossesAndParameters(string name, Engine engine)
    {
        GoldenCase golden = GoldenFile.Case("model_train", name);
        using var scope = new TensorScope();
        using SparseStructure structure = golden.Structure();
        (Module model, Func<SparseStructure, Adjacency> prepare, Forward forward) = Create(name);
        using Module owner = model;
        model.MoveTo(engine);
        golden.LoadInto(model);
        using Adjacency adjacency = prepare(structure);
        using var optimizer = new Adam(golden.NumberArgument("lr", 0), golden.NumberArgument("weight_decay", 0));
        optimizer.Attach([new ParameterGroup("all", [.. model.Parameters()])]);
        Tensor x = golden.Inputs["x"].ToTensor(engine);
        Tensor labels = golden.Inputs["y"].ToTensor(engine);
        double[] mask = golden.Inputs["train_mask"].Values;
        int[] rows = [.. Enumerable.Range(0, mask.Length).Where(row => mask[row] != 0)];
        Tensor train = Tensor.Create(rows, rows.Length, engine);
        var losses = new List<double>();

        for (int step = 0; step <= 3; step++)
        {
            Tensor logProbabilities = forward(ForwardContext.ForTraining(new RandomSource(1)), x, adjacency).LogSoftmax();
            Tensor loss = NegativeLogLikelihood.Of(logProbabilities, labels, train);
            losses.Add(loss.Item());
            if (step is 0 or 3)
            {
                golden.AssertOutput(step == 0 ? "log_probs" : "final_log_probs", logProbabilities);
                AssertParameters(golden, step == 0 ? "params" : "params_after_3", model);
            }

            if (step < 3)
            {
                optimizer.ClearGradients();
                loss.Backward();
                if (step == 0)
                {
                    golden.AssertParameterGradients(model);
                }

                optimizer.Step();
            }

            if (step == 0)
            {
                AssertParameters(golden, "params_after_1", model);
            }
        }

        golden.AssertClose(golden.Outputs["losses"], [.. losses], "losses");
    }

    private static void AssertParameters(GoldenCase golden, string section, Module model)
    {
        IReadOnlyDictionary<string, GoldenArray> expected = golden.Section(section);
        Assert.That(expected, Is.Not.Empty, section);
        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            golden.AssertClose(expected[name], parameter.Value, $"{section} {name}");
        }
    }

    private static (Module Model, Func<SparseStructure, Adjacency> Prepare, Forward Forward) Create(string name)
    {
        var random = new RandomSource(1);
        if (name == "gin")
        {
            var two = new TwoGinLayers();
            return (two, structure => new Adjacency(structure), two.Forward);
        }

        GraphModel model = name switch
        {
            "gcn" => new Gcn(5, 4, 3, random, dropout: 0),
            "gat" => new Gat(5, 3, 3, random, heads: 2, dropout: 0),
            "gat_mean" => new Gat(5, 4, 3, random, heads: 2, dropout: 0, options: new GatModelOptions { OutputHeads = 3 }),
            "sage" => new GraphSage(5, 4, 3, random, dropout: 0),
            "sage_max" => new GraphSage(5, 4, 3, random, dropout: 0, convolution: new SageOptions { Aggregations = [Aggregation.Max] }),
            _ => new Gin(5, 4, 3, random, dropout: 0),
        };
        return (model, model.Prepare, model.Forward);
    }

    private delegate Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency);

    /// <summary>The widths 5-6-4 and 4-5-3 of the file, which the model's one hidden width does not give.</summary>
    private sealed class TwoGinLayers : Module
    {
        private readonly GinConv _first;
        private readonly GinConv _second;

        internal TwoGinLayers()
        {
            _first = AddModule("conv1", Layer(5, 6, 4));
            _second = AddModule("conv2", Layer(4, 5, 3));
        }

        internal Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency) =>
            _second.Forward(context, _first.Forward(context, x, adjacency).Relu(), adjacency);

        private static GinConv Layer(int inputs, int hidden, int outputs) => new(
            new Sequential(new Linear(inputs, hidden, default), new ActivationMap(Activation.Relu), new Linear(hidden, outputs, default)),
            new GinOptions { TrainEpsilon = true });
    }
}
