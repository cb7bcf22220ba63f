using Gnn.Graphs;
using Gnn.Layers;
using Gnn.Layers.Convolutions;
using Gnn.Layers.Models;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Sparse;
using Gnn.Testing;
using NUnit.Framework;

namespace Gnn.Tests.Layers.Models;

[TestFixture]
internal sealed class EgnnTests
{
    private static readonly EgnnOptions Options = new() { EdgeFeatures = 2, Velocities = true };

    [Test]
    public void NamedParameters_OfTheParticles_AreThoseOfTheAuthors()
    {
        using var model = new Egnn(inputs: 1, hidden: 64, new RandomSource(1), layers: 4, Options);

        string[] names = [.. model.NamedParameters().Select(named => named.Name)];

        Assert.That(names, Has.Length.EqualTo(2 + (4 * 15)));
        Assert.That(names, Does.Contain("embedding.weight").And.Contain("gcl_0.edge_mlp.0.weight").And.Contain("gcl_3.coord_mlp_vel.2.bias"));
        Assert.That(names, Does.Not.Contain("gcl_0.coord_mlp.2.bias"));
        Assert.That(model.NamedParameters().Single(named => named.Name == "gcl_1.edge_mlp.0.weight").Parameter.Value.Shape, Is.EqualTo((Shape)(64, 131)));
        Assert.That(model.ParameterCount(), Is.EqualTo(128 + (4 * ((131 * 64) + 64 + (6 * 64 * 64) + (5 * 64) + 64 + 64 + 1))));
    }

    [Test]
    public void Forward_TwoLayers_AreTheLayersOneAfterAnotherWithTheFirstVelocities()
    {
        using var scope = new TensorScope();
        Engine engine = TestEngines.Reference;
        using var model = new Egnn(inputs: 3, hidden: 5, new RandomSource(1), layers: 2, Options);
        using var first = new EgnnConv(5, 5, 5, new RandomSource(1).Stream("gcl_0"), Options);
        using var second = new EgnnConv(5, 5, 5, new RandomSource(1).Stream("gcl_1"), Options);
        using var embedding = new Linear(3, 5, new RandomSource(1).Stream("embedding"));
        Array.ForEach<Module>([model, first, second, embedding], module => module.MoveTo(engine));
        using Graph graph = TestGraphs.Graph(engine);
        using Adjacency adjacency = model.Prepare(graph);
        EgnnState state = new(
            TestGraphs.Features(15, 3, engine), TestGraphs.Features(15, 3, engine, "positions"), TestGraphs.Features(15, 3, engine, "velocities"));

        EgnnState y = model.Forward(ForwardContext.Inference, state, adjacency);
        EgnnState middle = first.Forward(ForwardContext.Inference, state with { Features = embedding.Forward(state.Features) }, adjacency);
        EgnnState end = second.Forward(ForwardContext.Inference, middle with { Velocities = state.Velocities }, adjacency);

        Assert.That(y.Positions.ToArray<double>(), Is.EqualTo(end.Positions.ToArray<double>()));
        Assert.That(y.Features.ToArray<double>(), Is.EqualTo(end.Features.ToArray<double>()));
        Assert.That(y.Velocities!.ToArray<double>(), Is.EqualTo(end.Velocities!.ToArray<double>()));
    }

    [Test]
    public void SaveParameters_ThenLoad_GivesTheSamePositions()
    {
        using var scope = new TensorScope();
        using var model = new Egnn(inputs: 3, hidden: 5, new RandomSource(1), layers: 2, Options);
        using var other = new Egnn(inputs: 3, hidden: 5, new RandomSource(2), layers: 2, Options);
        using Graph graph = TestGraphs.Graph(Engine.Default);
        using Adjacency adjacency = model.Prepare(graph);
        EgnnState state = new(
            TestGraphs.Features(15, 3, Engine.Default),
            TestGraphs.Features(15, 3, Engine.Default, "positions"),
            TestGraphs.Features(15, 3, Engine.Default, "velocities"));
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"egnn-{Guid.NewGuid():N}.safetensors");

        model.SaveParameters(path);
        other.LoadParameters(path);
        File.Delete(path);

        double[] expected = model.Forward(ForwardContext.Inference, state, adjacency).Positions.ToArray<double>();
        Assert.That(other.Forward(ForwardContext.Inference, state, adjacency).Positions.ToArray<double>(), Is.EqualTo(expected));
    }
}
