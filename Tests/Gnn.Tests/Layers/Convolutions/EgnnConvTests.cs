using Gnn.Graphs;
using Gnn.Graphs.Batching;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Convolutions;

[TestFixtureSource(nameof(Fixtures))]
internal sealed class EgnnConvTests(string name, Engine engine)
{
    internal static readonly Dictionary<string, EgnnOptions> Options = new()
    {
        ["plain"] = new EgnnOptions(),
        ["velocities"] = new EgnnOptions { EdgeFeatures = 2, Velocities = true },
        ["all"] = new EgnnOptions
        {
            EdgeFeatures = 2,
            Velocities = true,
            Attention = true,
            Tanh = true,
            NormalizeDifferences = true,
            PositionReduction = Reduction.Sum,
        },
    };

    private static IEnumerable<TestFixtureData> Fixtures =>
        from name in Options.Keys
        from engine in TestEngines.All
        select new TestFixtureData(name, engine).SetArgDisplayNames(name, engine.Name);

    private double Tolerance => engine.FloatType == DataType.Float64 ? 1e-12 : 1e-5;

    private bool HasVelocities => Options[name].Velocities;

    [Test]
    public void Forward_TurnedMirroredAndMoved_GivesTheSameTurnedMirroredAndMoved()
    {
        using var scope = new TensorScope();
        using Graph graph = TestGraphs.Graph(engine);
        Tensor turn = Turn(mirrored: true);
        Tensor move = Tensor.Create([2.0, -1.5, 0.5], (1, 3), engine);
        EgnnState state = State(15);

        EgnnState y = Run(graph, state);
        EgnnState turned = Run(graph, new EgnnState(state.Features, state.Positions.MatMul(turn) + move, state.Velocities?.MatMul(turn)));

        Assert.Multiple(() =>
        {
            Assert.That(Distance(y.Positions, state.Positions), Is.GreaterThan(0.1), "the layer moves positions by more than the tolerance");
            AssertClose(turned.Features, y.Features);
            AssertClose(turned.Positions, y.Positions.MatMul(turn) + move);
            Assert.That(y.Velocities is null, Is.EqualTo(!HasVelocities));
        });
        if (y.Velocities is { } velocities)
        {
            AssertClose(turned.Velocities!, velocities.MatMul(turn));
        }
    }

    [Test]
    public void Forward_PermutedNodesAndEdges_GivesPermutedRows()
    {
        using var scope = new TensorScope();
        RandomEdges edges = RandomGraphs.Create(15, 40, seed: 3);
        int[] renamed = [.. Enumerable.Range(0, 15).Select(node => ((node * 4) + 7) % 15)];
        int[] order = [.. Enumerable.Range(0, 40).Select(edge => (edge * 7) % 40)];
        using Graph graph = TestGraphs.Graph(engine);
        using Graph permuted = TestGraphs.WithColumns(
            Graph.FromEdges(15, Array.ConvertAll(order, edge => renamed[edges.Sources[edge]]), Array.ConvertAll(order, edge => renamed[edges.Targets[edge]])),
            order,
            engine);
        int[] back = [.. Enumerable.Range(0, 15).OrderBy(node => renamed[node])];
        EgnnState state = State(15);

        EgnnState y = Run(graph, state);
        EgnnState other = Rows(Run(permuted, Rows(state, back)), renamed);

        AssertClose(other.Features, y.Features);
        AssertClose(other.Positions, y.Positions);
    }

    [Test]
    public void Forward_IsolatedNode_IsMovedByItsVelocityAlone()
    {
        using var scope = new TensorScope();
        using Graph graph = TestGraphs.Graph(engine);
        EgnnState state = State(15);
        EgnnState others = State(15, "others");
        EgnnState changed = new(Last(others.Features, state.Features), Last(others.Positions, state.Positions), Join(others, state));

        Assert.That(graph.InDegree(14), Is.Zero, "the last node of a random graph is isolated");
        EgnnState y = Run(graph, state);
        EgnnState z = Run(graph, changed);
        AssertClose(z.Features.Rows(14, 1), y.Features.Rows(14, 1));
        AssertClose(z.Positions.Rows(14, 1), y.Positions.Rows(14, 1));
        if (!HasVelocities)
        {
            AssertClose(y.Positions.Rows(14, 1), state.Positions.Rows(14, 1));
        }

        static Tensor Last(Tensor others, Tensor mine) => Tensor.Concatenate([others.Rows(0, 14), mine.Rows(14, 1)], 0);
        static Tensor? Join(EgnnState others, EgnnState mine) => mine.Velocities is null ? null : Last(others.Velocities!, mine.Velocities);
    }

    [TestCase(0)]
    [TestCase(4)]
    public void Forward_NoEdges_GivesFiniteRowsForAllNodes(int nodes)
    {
        using var scope = new TensorScope();
        using Graph graph = TestGraphs.Graph(engine, nodes, edges: 0);

        EgnnState y = Run(graph, State(nodes));

        Assert.That(y.Features.Shape, Is.EqualTo((Shape)(nodes, 6)));
        Assert.That(y.Positions.Shape, Is.EqualTo((Shape)(nodes, 3)));
        Assert.That(y.Features.AllFinite() && y.Positions.AllFinite(), Is.True);
    }

    [Test]
    public void Forward_BatchOfGraphs_GivesTheRowsOfOneByOne()
    {
        using var scope = new TensorScope();
        int[] sizes = [5, 1, 8];
        Graph[] graphs = [.. sizes.Select((size, place) => TestGraphs.Graph(engine, size, edges: 2 * size, seed: (ulong)place))];
        EgnnState[] states = [.. sizes.Select((size, place) => State(size, $"graph {place}"))];
        using var batch = GraphBatch.FromGraphs(graphs);
        Tensor? velocities = HasVelocities ? Tensor.Concatenate([.. states.Select(state => state.Velocities!)], 0) : null;

        EgnnState together = Run(batch.Graph, new EgnnState(
            Tensor.Concatenate([.. states.Select(state => state.Features)], 0), Tensor.Concatenate([.. states.Select(state => state.Positions)], 0), velocities));
        EgnnState[] apart = [.. graphs.Select((graph, place) => Run(graph, states[place]))];

        AssertClose(together.Features, Tensor.Concatenate([.. apart.Select(state => state.Features)], 0));
        AssertClose(together.Positions, Tensor.Concatenate([.. apart.Select(state => state.Positions)], 0));
        Array.ForEach(graphs, graph => graph.Dispose());
    }

    [Test]
    public void Forward_WhatDoesNotFit_IsRefused()
    {
        using var scope = new TensorScope();
        using Graph graph = TestGraphs.Graph(engine);
        using SparseStructure bipartite = SparseStructure.FromEdges(2, 3, [0], [2]);
        using var foreign = new Adjacency(bipartite);
        using EgnnConv layer = Create();
        EgnnState state = State(15);
        Tensor? wrongVelocities = HasVelocities ? null : state.Positions;

        Assert.Multiple(() =>
        {
            Assert.That(() => Run(graph, State(14)), Throws.ArgumentException.With.Message.Contains("'Features' must be [15, 6]"));
            Assert.That(() => Run(graph, state with { Positions = state.Positions.Rows(0, 3) }), Throws.ArgumentException.With.Message.Contains("[15, D]"));
            Assert.That(() => Run(graph, state with { Velocities = wrongVelocities }), Throws.ArgumentException.With.Message.Contains("velocities"));
            Assert.That(
                () => layer.Forward(ForwardContext.Inference, state, foreign), Throws.ArgumentException.With.Message.Contains("targets must be the sources"));
        });
    }

    /// <summary>Compares the gradients of all leaves with central differences; on the reference engine, see <see cref="EgnnConvGradientTests"/>.</summary>
    internal void CheckGradients()
    {
        using var scope = new TensorScope();
        using Graph graph = TestGraphs.Graph(engine, nodes: 8, edges: 20);
        using EgnnConv layer = Create();
        using SparseStructure structure = graph.InEdges.Share();
        Tensor? edges = Options[name].EdgeFeatures == 0 ? null : Tensor.Uniform((20, 2), new RandomSource(2), -1, 1, engine).WithGradient();
        EgnnState state = State(8);
        Tensor[] leaves = [state.Features, state.Positions, .. new[] { state.Velocities, edges }.OfType<Tensor>()];
        leaves = [.. leaves.Select(leaf => leaf.WithGradient()), .. layer.Parameters().Select(parameter => parameter.Value)];
        var prepared = new List<Adjacency>();

        double error = GradientCheck.Run(
            () =>
            {
                prepared.Add(layer.Prepare(structure, edges));
                EgnnState y = layer.Forward(ForwardContext.Inference, state, prepared[^1]);
                return Tensor.Concatenate(y.Velocities is null ? [y.Features, y.Positions] : [y.Features, y.Positions, y.Velocities], 1);
            },
            leaves);

        prepared.ForEach(adjacency => adjacency.Dispose());
        Assert.That(error, Is.LessThan(GradientCheck.Bound));
    }

    private static double Distance(Tensor a, Tensor b) => (a - b).Abs().ToArray<double>().Max();

    private static EgnnState Rows(EgnnState state, int[] rows)
    {
        Tensor index = Tensor.Create(rows, rows.Length, state.Features.Engine);
        return new EgnnState(state.Features.GatherRows(index), state.Positions.GatherRows(index), state.Velocities?.GatherRows(index));
    }

    /// <summary>An orthogonal matrix: turns about two axes, and a mirror.</summary>
    private Tensor Turn(bool mirrored)
    {
        (double s, double c) = Math.SinCos(0.7);
        (double t, double d) = Math.SinCos(-1.9);
        Tensor first = Tensor.Create([c, s, 0, -s, c, 0, 0, 0, mirrored ? -1 : 1], (3, 3), engine);
        Tensor second = Tensor.Create([1, 0, 0, 0, d, t, 0, -t, d], (3, 3), engine);
        return first.MatMul(second);
    }

    private void AssertClose(Tensor actual, Tensor expected) =>
        Assert.That(actual.ToArray<double>(), Is.EqualTo(expected.ToArray<double>()).Within(Tolerance));

    private EgnnState State(int nodes, string stream = "state") => new(
        TestGraphs.Features(nodes, 6, engine, stream),
        TestGraphs.Features(nodes, 3, engine, stream + " positions"),
        HasVelocities ? TestGraphs.Features(nodes, 3, engine, stream + " velocities") : null);

    private EgnnConv Create()
    {
        var layer = new EgnnConv(6, 6, hidden: 5, new RandomSource(9), Options[name]);

        // A layer begins with pulls of a thousandth, which no test would see.
        using var scope = new TensorScope();
        Parameter pull = layer.NamedParameters().Single(named => named.Name == "coord_mlp.2.weight").Parameter;
        pull.Set(Tensor.Uniform(pull.Value.Shape, new RandomSource(10), -1, 1));
        layer.MoveTo(engine);
        return layer;
    }

    private EgnnState Run(Graph graph, EgnnState state)
    {
        using EgnnConv layer = Create();
        using Adjacency adjacency = layer.Prepare(graph);
        using (NoGrad.Open())
        {
            return layer.Forward(ForwardContext.Inference, state, adjacency);
        }
    }
}
