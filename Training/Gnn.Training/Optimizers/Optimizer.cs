using Gnn.Layers;

namespace Gnn.Training.Optimizers;

/// <summary>Changes parameters along their gradients. It is configured first and attached to the parameters of a model later, which a trainer does.</summary>
/// <remarks>What an optimiser remembers of a parameter stands in its <see cref="ParameterState"/>, on the engine of the parameter; disposing or detaching the
/// optimiser frees it. An optimiser serves one model at a time and is not safe for use from several threads.</remarks>
public abstract class Optimizer : IDisposable
{
    private readonly List<ParameterState> _states = [];

    /// <summary>Creates an optimiser.</summary>
    /// <param name="learningRate">The step size, finite and at least 0.</param>
    /// <param name="weightDecay">The weight decay, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    protected Optimizer(double learningRate, double weightDecay)
    {
        LearningRate = learningRate;
        WeightDecay = AtLeastZero(weightDecay, nameof(weightDecay));
    }

    /// <summary>The step size, finite and at least 0; a schedule may change it between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    public double LearningRate
    {
        get;
        set => field = AtLeastZero(value, "learningRate");
    }

    /// <summary>The weight decay, at least 0; each group of parameters multiplies it by its own scale.</summary>
    public double WeightDecay { get; }

    /// <summary>Whether the optimiser has parameters to change.</summary>
    public bool IsAttached { get; private set; }

    /// <summary>What is remembered of each parameter, in the order of the groups; empty before <see cref="Attach"/>.</summary>
    public IReadOnlyList<ParameterState> States => _states;

    /// <summary>Names the optimiser and its settings, for reports.</summary>
    /// <returns>For example <c>Adam (learning rate 0.01, weight decay 0.0005)</c>.</returns>
    public override string ToString() =>
        FormattableString.Invariant($"{GetType().Name} (learning rate {LearningRate:0.######}, weight decay {WeightDecay:0.######})");

    /// <summary>Gives the optimiser its parameters; what it remembered of earlier ones is dropped.</summary>
    /// <param name="groups">The groups; every parameter is in exactly one.</param>
    /// <exception cref="ArgumentException">A parameter is in two groups.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A scale of a group is negative, infinite or NaN.</exception>
    public void Attach(IReadOnlyList<ParameterGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
        foreach (ParameterGroup group in groups)
        {
            AtLeastZero(group.WeightDecayScale, nameof(groups));
            AtLeastZero(group.LearningRateScale, nameof(groups));
            foreach (Parameter parameter in group.Parameters)
            {
                if (!seen.Add(parameter))
                {
                    throw new ArgumentException(
                        $"The group '{group.Name}' holds {parameter}, which a group holds already: name every parameter once.", nameof(groups));
                }
            }
        }

        Detach();
        _states.AddRange(groups.SelectMany(group => group.Parameters.Select(parameter => new ParameterState(parameter, group.WeightDecayScale, group.LearningRateScale))));
        IsAttached = true;
    }

    /// <summary>Lets go of the parameters and frees what was remembered of them.</summary>
    public void Detach()
    {
        _states.ForEach(state => state.Dispose());
        _states.Clear();
        IsAttached = false;
    }

    /// <summary>Changes every parameter that has a gradient, in place; the others are left as they are, and what is remembered of them too.</summary>
    /// <exception cref="InvalidOperationException">The optimiser is not attached, or a parameter moved to another engine since its first step.</exception>
    public void Step()
    {
        if (!IsAttached)
        {
            throw new InvalidOperationException($"{GetType().Name} has no parameters to change: call Attach(model.ParameterGroups()) first.");
        }

        foreach (ParameterState state in _states)
        {
            if (state.Parameter.Value.Gradient is not null)
            {
                state.Steps++;
                Update(state);
            }
        }
    }

    /// <summary>Drops the gradients of all parameters.</summary>
    public void ClearGradients() => _states.ForEach(state => state.Parameter.Value.ClearGradient());

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Checks a setting that is zero or more.</summary>
    /// <param name="value">The setting.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The setting.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, infinite or NaN.</exception>
    protected static double AtLeastZero(double value, string name) => double.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be finite and at least 0.");

    /// <summary>Checks a setting that is a share: zero or more and below one.</summary>
    /// <param name="value">The setting.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The setting.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in [0, 1).</exception>
    protected static double BelowOne(double value, string name) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be at least 0 and below 1.");

    /// <summary>Changes one parameter, which has a gradient, in place.</summary>
    /// <param name="state">The parameter and what is remembered of it; its count of steps includes this one.</param>
    protected abstract void Update(ParameterState state);

    /// <summary>Frees what is remembered; the parameters are not the optimiser's.</summary>
    /// <param name="disposing">True from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Detach();
        }
    }
}
