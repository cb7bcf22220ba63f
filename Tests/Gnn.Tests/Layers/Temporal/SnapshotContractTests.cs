using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Temporal;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Temporal;

/// <summary>What every model over snapshots promises, on every engine.</summary>
[TestFixtureSource(nameof(Fixtures))]
internal sealed class SnapshotContractTests(SnapshotCase modelCase, Engine engine)
{
    private const int Count = 3;

    private static readonly int[] Sources = [0, 4, 11, 4];
    private static readonly int[] Targets = [1, 4, 2, 9];

    private static IEnumerable<TestFixtureData> Fixtures =>
        from model in SnapshotCases.All
        from engine in TestEngines.All
        select new TestFixtureData(model, engine).SetArgDisplayNames(model.Name, engine.Name);

    private double Tolerance => engine.FloatType == DataType.Float64 ? 1e-12 : 2e-5;

    [Test]
    public void Forward_AnyEngine_GivesWhatTheReferenceGives()
    {
        using var scope = new TensorScope();
        using SnapshotModel oracle = Create(TestEngines.Reference), model = Create(engine);
        Tensor expected = Run(oracle, TestEngines.Reference, ForwardContext.Inference).Embedding;
        Tensor actual = Run(model, engine, ForwardContext.Inference).Embedding;

        Assert.That(actual.ToArray<double>(), Is.EqualTo(expected.ToArray<double>()).Within(2e-5));
        Assert.That(Score(model, actual).ToArray<double>(), Is.EqualTo(Score(oracle, expected).ToArray<double>()).Within(5e-5));
    }

    [Test]
    public void Forward_PermutedNodes_GivesPermutedRows()
    {
        using var scope = new TensorScope();
        static int Rename(int node) => ((node * 5) + 7) % SnapshotCases.Nodes;
        int[] places = new int[SnapshotCases.Nodes];
        for (int node = 0; node < places.Length; node++)
        {
            places[Rename(node)] = node;
        }

        using SnapshotModel model = Create(engine);
        Tensor order = Tensor.Create(places, places.Length, engine);

        Tensor expected = Run(model, engine, ForwardContext.Inference).Embedding.GatherRows(order);
        Tensor actual = Run(model, engine, ForwardContext.Inference, Rename, order).Embedding;

        Assert.That(actual.ToArray<double>(), Is.EqualTo(expected.ToArray<double>()).Within(Tolerance));
    }

    [Test]
    public void Forward_NoNodes_GivesNoRows()
    {
        using var scope = new TensorScope();
        using SnapshotModel model = Create(engine);
        using Graph empty = Graph.FromEdges(0, [], []);
        using SnapshotAdjacency adjacency = model.Prepare(empty);

        (Tensor embedding, SnapshotState state) = model.Forward(ForwardContext.Inference, Tensor.Zeros((0, SnapshotCases.Inputs), engine), adjacency, state: null);
        (embedding, _) = model.Forward(ForwardContext.Inference, Tensor.Zeros((0, SnapshotCases.Inputs), engine), adjacency, state);

        Assert.That(embedding.Shape, Is.EqualTo(new Shape(0, model.Outputs)));
    }

    [Test]
    public void Forward_FromOneStateTwice_GivesTheSameAndLeavesTheState()
    {
        using var scope = new TensorScope();
        using SnapshotModel model = Create(engine);
        using Graph graph = SnapshotCases.Snapshot(2);
        using SnapshotAdjacency adjacency = model.Prepare(graph);
        using SnapshotState state = Run(model, engine, ForwardContext.Inference).State.Detach();
        double[][] before = Values(state);

        (Tensor first, SnapshotState after) = model.Forward(ForwardContext.Inference, SnapshotCases.Features(7, engine), adjacency, state);
        Run(model, engine, ForwardContext.Inference);
        (Tensor second, SnapshotState again) = model.Forward(ForwardContext.Inference, SnapshotCases.Features(7, engine), adjacency, state);

        Assert.That(second.ToArray<double>(), Is.EqualTo(first.ToArray<double>()), "the model holds nothing of a call");
        Assert.That(Values(again), Is.EqualTo(Values(after)));
        Assert.That(Values(state), Is.EqualTo(before));
        Assert.That(Values(after), Is.Not.EqualTo(before), "a snapshot moves the state");
    }

    [Test]
    public void Forward_WhatDoesNotFit_IsRefused()
    {
        using var scope = new TensorScope();
        using SnapshotModel model = Create(engine);
        using Graph graph = SnapshotCases.Snapshot(0);
        using SnapshotAdjacency adjacency = model.Prepare(graph);
        using var none = new SnapshotAdjacency();
        Tensor x = SnapshotCases.Features(0, engine);
        var other = new SnapshotState([Tensor.Zeros((1, 1), engine)]);

        Assert.Multiple(() =>
        {
            Assert.That(() => model.Forward(ForwardContext.Inference, x, adjacency, other), Throws.ArgumentException.With.Message.Contains("snapshot before"));
            Assert.That(() => model.Forward(ForwardContext.Inference, x.Columns(0, 1), adjacency, state: null), Throws.ArgumentException.With.Message.Contains("columns"));
            Assert.That(() => model.Forward(ForwardContext.Inference, x.Rows(0, 2), adjacency, state: null), Throws.ArgumentException.With.Message.Contains("row for each"));
            Assert.That(() => model.Forward(ForwardContext.Inference, x, none, state: null), Throws.ArgumentException.With.Message.Contains("Prepare"));
            Assert.That(
                () => model.Score(Tensor.Zeros((3, model.Outputs), engine), Tensor.Create((int[])[0, 1], 2, engine), Tensor.Create((int[])[0], 1, engine)),
                Throws.ArgumentException.With.Message.Contains("as many"));
        });
    }

    [Test]
    public void Score_PairTheOtherWay_IsAnotherNumber()
    {
        using var scope = new TensorScope();
        using SnapshotModel model = Create(engine);
        Tensor embedding = Run(model, engine, ForwardContext.Inference).Embedding;
        Tensor sources = Tensor.Create(Sources, Sources.Length, engine), targets = Tensor.Create(Targets, Targets.Length, engine);

        double[] there = model.Score(embedding, sources, targets).ToArray<double>();
        double[] back = model.Score(embedding, targets, sources).ToArray<double>();

        Assert.That(there, Has.Length.EqualTo(Sources.Length));
        Assert.That(there[0], Is.Not.EqualTo(back[0]));
        Assert.That(there[1], Is.EqualTo(back[1]), "a node and itself");
    }

    /// <summary>Nodes without edges are embedded as if they were alone; of models that are told the nodes that stand out, wherever they are, this is not true.</summary>
    internal void CheckNodesWithoutEdges()
    {
        using var scope = new TensorScope();
        using SnapshotModel model = Create(engine);
        int[] isolated = [SnapshotCases.Nodes - 2, SnapshotCases.Nodes - 1];
        using Graph few = Graph.FromEdges(isolated.Length, [], []);
        Tensor rows = Tensor.Create(isolated, isolated.Length, engine);
        SnapshotState? state = null;
        Tensor? alone = null;
        for (int place = 0; place < Count; place++)
        {
            using SnapshotAdjacency adjacency = model.Prepare(few);
            (alone, state) = model.Forward(ForwardContext.Inference, SnapshotCases.Features(place, engine).GatherRows(rows), adjacency, state);
        }

        Tensor among = Run(model, engine, ForwardContext.Inference).Embedding.GatherRows(rows);
        Assert.That(among.ToArray<double>(), Is.EqualTo(alone!.ToArray<double>()).Within(Tolerance));
    }

    /// <summary>Through all snapshots, back to the first.</summary>
    internal void CheckGradients()
    {
        using SnapshotModel model = Create(engine);
        SnapshotAdjacency[] adjacencies = Prepare(model, rename: null);
        double error = GradientCheck.Run(
            () =>
            {
                Tensor embedding = Run(model, engine, ForwardContext.ForTraining(new RandomSource(1)), adjacencies).Embedding;
                return Score(model, embedding).Square().Sum() + embedding.Square().Sum();
            },
            [.. model.Parameters().Select(parameter => parameter.Value)]);
        Array.ForEach(adjacencies, adjacency => adjacency.Dispose());

        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }

    private static double[][] Values(SnapshotState state) => [.. state.Tensors.Select(tensor => tensor.ToArray<double>())];

    private static Tensor Score(SnapshotModel model, Tensor embedding) =>
        model.Score(embedding, Tensor.Create(Sources, Sources.Length, embedding.Engine), Tensor.Create(Targets, Targets.Length, embedding.Engine));

    private static (Tensor Embedding, SnapshotState State) Run(
        SnapshotModel model, Engine engine, in ForwardContext context, Func<int, int>? rename = null, Tensor? order = null)
    {
        SnapshotAdjacency[] adjacencies = Prepare(model, rename);
        (Tensor Embedding, SnapshotState State) result = Run(model, engine, context, adjacencies, order);
        Array.ForEach(adjacencies, adjacency => adjacency.Dispose());
        return result;
    }

    private static (Tensor Embedding, SnapshotState State) Run(
        SnapshotModel model, Engine engine, in ForwardContext context, SnapshotAdjacency[] adjacencies, Tensor? order = null)
    {
        SnapshotState? state = null;
        Tensor? embedding = null;
        for (int place = 0; place < Count; place++)
        {
            Tensor x = SnapshotCases.Features(place, engine);
            (embedding, state) = model.Forward(context, order is null ? x : x.GatherRows(order), adjacencies[place], state);
        }

        return (embedding!, state!);
    }

    private static SnapshotAdjacency[] Prepare(SnapshotModel model, Func<int, int>? rename)
    {
        var adjacencies = new SnapshotAdjacency[Count];
        for (int place = 0; place < Count; place++)
        {
            using Graph graph = SnapshotCases.Snapshot(place, rename);
            adjacencies[place] = model.Prepare(graph);
        }

        return adjacencies;
    }

    /// <summary>A model whose biases are not zeros, at which wrong formulas agree.</summary>
    private SnapshotModel Create(Engine on)
    {
        SnapshotModel model = modelCase.Make();
        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            using Tensor value = Tensor.Uniform(parameter.Value.Shape, new RandomSource(2).Stream(name), -0.7, 0.7, TestEngines.Reference);
            parameter.Set(value);
        }

        model.MoveTo(on);
        return model;
    }
}
