using Gnn.Tensors;
using Gnn.Tensors.Engines;

namespace Gnn.Layers;

/// <summary>What a forward pass needs to know beside its data: whether it trains, where random numbers come from, and which scope owns what it makes.</summary>
public readonly struct ForwardContext : IEquatable<ForwardContext>
{
    private readonly RandomStream? _random;
    private readonly LossTerms? _losses;

    private ForwardContext(bool training, RandomStream? random, TensorScope? scope, LossTerms? losses)
    {
        Training = training;
        _random = random;
        _losses = losses;
        Scope = scope;
    }

    /// <summary>A context for inference: no dropout, running statistics are read and not written.</summary>
    public static ForwardContext Inference => default;

    /// <summary>Whether this is a training step: dropout is on, batch statistics are taken.</summary>
    public bool Training { get; }

    /// <summary>The scope that the caller opened for this pass, if any.</summary>
    public TensorScope? Scope { get; }

    /// <summary>Where random numbers come from.</summary>
    /// <exception cref="InvalidOperationException">The context is for inference, which draws none.</exception>
    public RandomStream Random => _random ?? throw new InvalidOperationException("An inference context has no random numbers; use ForwardContext.ForTraining.");

    /// <summary>Whether two contexts are the same.</summary>
    /// <param name="left">One context.</param>
    /// <param name="right">The other.</param>
    /// <returns>True if all parts are the same.</returns>
    public static bool operator ==(ForwardContext left, ForwardContext right) => left.Equals(right);

    /// <summary>Whether two contexts differ.</summary>
    /// <param name="left">One context.</param>
    /// <param name="right">The other.</param>
    /// <returns>True if a part differs.</returns>
    public static bool operator !=(ForwardContext left, ForwardContext right) => !left.Equals(right);

    /// <summary>A context for one training step.</summary>
    /// <param name="source">The random numbers of this step: give each step a stream of its own.</param>
    /// <param name="scope">The scope of this step; the open scope if null.</param>
    /// <param name="losses">Takes the terms that the model adds to the loss; they are dropped if null.</param>
    /// <returns>The context.</returns>
    public static ForwardContext ForTraining(RandomSource source, TensorScope? scope = null, LossTerms? losses = null) =>
        new(training: true, new RandomStream(source), scope ?? TensorScope.Current, losses);

    /// <summary>Adds a term of the model's own to the loss of this training step; in inference it is dropped.</summary>
    /// <param name="term">A floating tensor of one element, weighted by the model.</param>
    /// <exception cref="ArgumentException">The tensor is not floating, or has not exactly one element.</exception>
    public void AddLoss(Tensor term) => _losses?.Add(term);

    /// <summary>Dropout in training, the identity in inference; each call draws numbers of its own.</summary>
    /// <param name="x">Features; of sparse ones only the stored entries are touched.</param>
    /// <param name="probability">The chance to drop an element, in [0, 1).</param>
    /// <returns>Features of the same kind.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1).</exception>
    public Features Dropout(Features x, double probability) => Training && probability != 0 ? x.Dropout(probability, Random.Next()) : x;

    /// <summary>Dropout in training, the identity in inference; each call draws numbers of its own.</summary>
    /// <param name="x">Any floating tensor.</param>
    /// <param name="probability">The chance to drop an element, in [0, 1).</param>
    /// <returns>A tensor of x's shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1).</exception>
    public Tensor Dropout(Tensor x, double probability)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Training && probability != 0 ? x.Dropout(probability, Random.Next()) : x;
    }

    /// <summary>What ends a layer, in one pass: dropout(activation(y + addend + bias)), the dropout in training only; each call draws numbers of its own.</summary>
    /// <remarks>The slope of <see cref="Activation.Gelu"/> and <see cref="Activation.Silu"/> does not follow from the result: they take three passes, and keep
    /// the sum for the gradient.</remarks>
    /// <param name="y">The layer's product or sum, [N, F], which is taken over: it is disposed, and its memory used again where nothing else holds it.</param>
    /// <param name="bias">[F], or null for none.</param>
    /// <param name="addend">[N, F], or null for none.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="dropout">The chance to drop an element, in [0, 1).</param>
    /// <returns>[N, F].</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The activation is unknown, or the probability is not in [0, 1).</exception>
    public Tensor Epilogue(Tensor y, Tensor? bias = null, Tensor? addend = null, Activation activation = Activation.None, double dropout = 0)
    {
        (UnaryOperation? operation, double parameter) = activation.Operation();
        double probability = Training ? dropout : 0;
        RandomSource random = probability != 0 ? Random.Next() : default;
        if (activation.IsForEpilogue())
        {
            return Tensor.Epilogue(y, bias, addend, operation, parameter, probability, random);
        }

        using Tensor sum = Tensor.Epilogue(y, bias, addend);
        return Tensor.Epilogue(activation.Apply(sum), dropout: probability, random: random);
    }

    /// <inheritdoc/>
    public bool Equals(ForwardContext other) => Training == other.Training
        && ReferenceEquals(_random, other._random) && ReferenceEquals(_losses, other._losses) && ReferenceEquals(Scope, other.Scope);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ForwardContext other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Training, _random, Scope);
}
