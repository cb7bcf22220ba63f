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
        using TwoLayers model = Create(name);
        model.MoveTo(engine);
        golden.LoadInto(model);
        using Adjacency adjacency = model.Prepare(structure);
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
            Tensor logProbabilities = model.Forward(ForwardContext.ForTraining(new RandomSource(1)), x, adjacency).LogSoftmax();
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

    [TestCase("gcn")]
    [TestCase("gat_mean")]
    [TestCase("sage_max")]
    [TestCase("gin_undirected")]
    public void LoadParameters_NamesOfAnExample_GivesTheGoldenOutput(string name)
    {
        GoldenCase golden = GoldenFile.Case("model_train", name);
        var random = new RandomSource(1);
        using var scope = new TensorScope();
        using var folder = new ScratchFolder();
        using SparseStructure structure = golden.Structure();
        using GraphModel model = name switch
        {
            "gcn" => new Gcn(5, 4, 3, random),
            "gat_mean" => new Gat(5, 4, 3, random, heads: 2, options: new GatModelOptions { OutputHeads = 3 }),
            "sage_max" => new GraphSage(5, 4, 3, random, convolution: new SageOptions { Aggregations = [Aggregation.Max] }),
            _ => new Gin(5, 4, 3, random),
        };
        using TwoLayers example = Create(name);
        golden.LoadInto(example);
        string path = Path.Combine(folder.Path, "example.safetensors");
        example.SaveParameters(path);

        model.LoadParameters(path);
        using Adjacency adjacency = model.Prepare(structure);

        golden.AssertOutput("log_probs", model.Forward(ForwardContext.Inference, golden.Inputs["x"].ToTensor(Engine.Default), adjacency).LogSoftmax());
    }

    private static TwoLayers Create(string name)
    {
        var random = new RandomSource(1);
        return name switch
        {
            "gcn" => new TwoLayers(new GcnConv(5, 4, random), Activation.Relu, new GcnConv(4, 3, random)),
            "gat" => new TwoLayers(new GatConv(5, 3, random, new GatOptions { Heads = 2 }), Activation.Elu, new GatConv(6, 3, random)),
            "gat_mean" => new TwoLayers(
                new GatConv(5, 4, random, new GatOptions { Heads = 2 }), Activation.Elu, new GatConv(8, 3, random, new GatOptions { Heads = 3, Concatenate = false })),
            "sage" => new TwoLayers(new SageConv(5, 4, random), Activation.Relu, new SageConv(4, 3, random)),
            "sage_max" => new TwoLayers(new SageConv(5, 4, random, Largest), Activation.Relu, new SageConv(4, 3, random, Largest)),
            "gin" => new TwoLayers(Gin(5, 6, 4), Activation.Relu, Gin(4, 5, 3)),
            _ => new TwoLayers(Gin(5, 4, 4), Activation.Relu, Gin(4, 4, 3)),
        };
    }

    private static SageOptions Largest { get; } = new() { Aggregations = [Aggregation.Max] };

    private static GinConv Gin(int inputs, int hidden, int outputs) => new(
        new Sequential(new Linear(inputs, hidden, default), new ActivationMap(Activation.Relu), new Linear(hidden, outputs, default)),
        new GinOptions { TrainEpsilon = true });

    /// <summary>A class as the examples write it: conv1 and conv2.</summary>
    private sealed class TwoLayers : Module
    {
        private readonly IConvolution _first;
        private readonly IConvolution _second;
        private readonly Activation _between;

        internal TwoLayers(IConvolution first, Activation between, IConvolution second)
        {
            (_first, _between, _second) = (first, between, second);
            AddModule("conv1", (Module)first);
            AddModule("conv2", (Module)second);
        }

        internal Adjacency Prepare(SparseStructure structure) => _first.Prepare(structure);

        internal Tensor Forward(in ForwardContext context, Features x, Adjacency adjacency) =>
            _second.Forward(context, _first.Forward(context, x, adjacency, _between), adjacency);
    }
}
