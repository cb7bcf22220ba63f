using System.Globalization;
using Gnn.Tensors;

namespace Gnn.Layers;

/// <summary>Maps one after another; the parameters of the k-th, counted from 0, are named <c>k.weight</c> and so on.</summary>
/// <remarks>What a map returns belongs to the chain, which ends it when the next map has used it: a map returns what it made, or what it was given.</remarks>
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

    /// <summary>The last map, if it is a linear one.</summary>
    internal Linear? Last => _maps[^1] as Linear;

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x) => Run(context, x, place: 0, _maps.Length, owned: null);

    /// <summary>All maps but the last; what was given if there is no other.</summary>
    internal Tensor ForwardBeforeLast(in ForwardContext context, Features x) => Run(context, x, place: 0, _maps.Length - 1, owned: null);

    /// <inheritdoc/>
    public Tensor ForwardRest(in ForwardContext context, Tensor z)
    {
        Activation activation = Activation.None;
        int place = 1;
        if (_maps.Length > 1 && _maps[1] is ActivationMap map)
        {
            activation = map.Activation;
            place = 2;
        }

        Tensor y = context.Epilogue(z, First?.Bias, activation: activation);
        return Run(context, y, place, _maps.Length, owned: y);
    }

    /// <summary>The maps from a place on. What is between two maps ends when it is used, and an activation takes its place in memory.</summary>
    /// <param name="context">Training or inference, random numbers, scope.</param>
    /// <param name="x">What the map at this place takes.</param>
    /// <param name="place">The first map.</param>
    /// <param name="end">The map to stop before.</param>
    /// <param name="owned">x, if nobody needs it afterwards.</param>
    private Tensor Run(in ForwardContext context, Features x, int place, int end, Tensor? owned)
    {
        Features z = x;
        while (place < end)
        {
            Tensor y;
            if (_maps[place] is Linear linear && place + 1 < end && _maps[place + 1] is ActivationMap next)
            {
                y = linear.Forward(context, z, next.Activation);
                place += 2;
            }
            else if (_maps[place] is ActivationMap map && owned is not null)
            {
                y = context.Epilogue(owned, activation: map.Activation);
                place++;
            }
            else
            {
                y = _maps[place++].Forward(context, z);
            }

            if (!ReferenceEquals(y, z.Dense))
            {
                owned?.Dispose();
                owned = y;
            }

            z = y;
        }

        return z.ToDense();
    }
}
