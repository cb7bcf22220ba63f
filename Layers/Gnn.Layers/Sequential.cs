using System.Globalization;
using Gnn.Tensors;

namespace Gnn.Layers;

/// <summary>Maps one after another; the parameters of the k-th, counted from 0, are named <c>k.weight</c> and so on.</summary>
public sealed class Sequential : Module, ILinearFirst
{
    private readonly IFeatureMap[] _maps;

    /// <summary>Creates a chain of maps.</summary>
    /// <param name="maps">At least one; those that are modules are owned from here on.</param>
    /// <exception cref="ArgumentException">There are no maps.</exception>
    public Sequential(params IReadOnlyList<IFeatureMap> maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        if (maps.Count == 0)
        {
            throw new ArgumentException("A chain of maps needs at least one.", nameof(maps));
        }

        _maps = [.. maps];
        for (int place = 0; place < _maps.Length; place++)
        {
            if (_maps[place] is Module module)
            {
                AddModule(place.ToString(CultureInfo.InvariantCulture), module);
            }
        }
    }

    /// <inheritdoc/>
    public Linear? First => _maps[0] as Linear;

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x) => Run(context, _maps[0].Forward(context, x));

    /// <inheritdoc/>
    public Tensor ForwardRest(in ForwardContext context, Tensor z) => Run(context, z);

    /// <summary>The maps after the first.</summary>
    private Tensor Run(in ForwardContext context, Tensor z)
    {
        for (int place = 1; place < _maps.Length; place++)
        {
            z = _maps[place].Forward(context, z);
        }

        return z;
    }
}
