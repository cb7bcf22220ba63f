using Gnn.Layers;
using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Tests.Layers;

/// <summary>A module that is not a convolution or a model, with inputs, for the tests of what every module promises.</summary>
/// <param name="Name">Unique among the cases.</param>
/// <param name="Create">Makes the module.</param>
/// <param name="Forward">Runs the module on inputs, on their engine.</param>
/// <param name="Shapes">The shapes of the floating inputs.</param>
internal sealed record ModuleCase(string Name, Func<RandomSource, Module> Create, Func<Module, ForwardContext, Tensor[], Tensor> Forward, params Shape[] Shapes)
{
    /// <summary>Whether it is run for training; else for inference.</summary>
    internal bool IsTraining { get; init; } = true;

    internal ForwardContext Context => IsTraining ? ForwardContext.ForTraining(new RandomSource(3)) : ForwardContext.Inference;

    internal static ModuleCase Of<T>(string name, Func<RandomSource, T> create, Func<T, ForwardContext, Tensor[], Tensor> forward, params Shape[] shapes)
        where T : Module =>
        new(name, create, (module, context, inputs) => forward((T)module, context, inputs), shapes);

    internal Tensor[] Inputs(Engine engine) =>
        [.. Shapes.Select((shape, place) => Tensor.Uniform(shape, new RandomSource(4).Stream((ulong)place), -1, 1, engine).WithGradient())];

    public override string ToString() => Name;
}
