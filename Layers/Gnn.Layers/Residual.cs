using Gnn.Tensors;

namespace Gnn.Layers;

/// <summary>A map and what it was given, added: the identity, or a linear map where the widths differ.</summary>
/// <remarks>
/// <code>Y = f(X) + X,   or   Y = f(X) + X W^T where f has not as many outputs as inputs</code>
/// <para>Paper: K. He, X. Zhang, S. Ren and J. Sun, "Deep Residual Learning for Image Recognition", CVPR 2016.</para>
/// <para>Parameters: those of the map under <c>map</c>, and <c>lin.weight</c> [outputs, inputs] where the widths differ. Cost: the map's and O(N outputs), or
/// 2 N inputs outputs operations.</para>
/// </remarks>
public sealed class Residual : Module, IFeatureMap
{
    private readonly IFeatureMap _map;
    private readonly Linear? _projection;
    private readonly int _inputs;
    private readonly int _outputs;

    /// <summary>Creates a block.</summary>
    /// <param name="map">f; if it is a module it is owned from here on.</param>
    /// <param name="inputs">The number of columns that the map takes, at least 1.</param>
    /// <param name="outputs">The number of columns that it returns, at least 1.</param>
    /// <param name="random">The source of the initial values of W.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Residual(IFeatureMap map, int inputs, int outputs, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        (_map, _inputs, _outputs) = (map, inputs, outputs);
        if (map is Module module)
        {
            AddModule("map", module);
        }

        _projection = inputs == outputs ? null : AddModule("lin", new Linear(inputs, outputs, random.Stream("lin"), new LinearOptions { Bias = false }));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">x or what the map returns has other columns.</exception>
    public Tensor Forward(in ForwardContext context, Features x)
    {
        if (x.Shape[1] != _inputs)
        {
            throw new ArgumentException($"'x' must be [N, {_inputs}], got {x.Shape}.", nameof(x));
        }

        Tensor y = _map.Forward(context, x);
        if (y.Shape != new Shape(x.Shape[0], _outputs))
        {
            throw new ArgumentException($"The map must return [{x.Shape[0]}, {_outputs}], got {y.Shape}.", nameof(x));
        }

        return y + (_projection?.Forward(x) ?? x.ToDense());
    }
}
