using Gnn.Layers;
using Gnn.Tensors;

namespace Gnn.Training.Optimizers;

/// <summary>A parameter and what an optimiser remembers of it.</summary>
public sealed class ParameterState : IDisposable
{
    private readonly List<(string Name, Tensor Value)> _tensors = [];

    internal ParameterState(Parameter parameter, double weightDecayScale, double learningRateScale) =>
        (Parameter, WeightDecayScale, LearningRateScale) = (parameter, weightDecayScale, learningRateScale);

    /// <summary>The parameter.</summary>
    public Parameter Parameter { get; }

    /// <summary>What the optimiser's weight decay is multiplied by for this parameter.</summary>
    public double WeightDecayScale { get; }

    /// <summary>What the optimiser's learning rate is multiplied by for this parameter.</summary>
    public double LearningRateScale { get; }

    /// <summary>How many steps changed this parameter.</summary>
    public long Steps { get; internal set; }

    /// <summary>The tensors that are remembered, of the parameter's shape, in the order they were first asked for.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Tensors => _tensors;

    /// <summary>A tensor that is remembered from step to step: zeros, of the parameter's shape and on its engine, when it is first asked for.</summary>
    /// <param name="name">What it is, for example <c>exp_avg</c>.</param>
    /// <returns>The tensor; it belongs to this state.</returns>
    /// <exception cref="InvalidOperationException">The parameter moved to another engine since the tensor was made.</exception>
    public Tensor Remembered(string name)
    {
        foreach ((string known, Tensor value) in _tensors)
        {
            if (known == name)
            {
                return ReferenceEquals(value.Engine, Parameter.Value.Engine)
                    ? value
                    : throw new InvalidOperationException(
                        $"{Parameter} moved from the engine '{value.Engine.Name}' to '{Parameter.Value.Engine.Name}' between steps: attach after MoveTo.");
            }
        }

        Tensor zeros = Tensor.Zeros(Parameter.Value.Shape, Parameter.Value.Engine).Keep();
        _tensors.Add((name, zeros));
        return zeros;
    }

    /// <summary>Remembers what another state of this parameter did; the tensors are taken over.</summary>
    internal void Restore(long steps, IEnumerable<(string Name, Tensor Value)> tensors)
    {
        Dispose();
        Steps = steps;
        _tensors.AddRange(tensors.Select(tensor => (tensor.Name, tensor.Value.Keep())));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tensors.ForEach(tensor => tensor.Value.Dispose());
        _tensors.Clear();
    }
}
