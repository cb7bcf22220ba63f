using Gnn.Tensors;

namespace Gnn.Layers;

/// <summary>A linear map of every row, with a bias unless it is left out.</summary>
/// <remarks>
/// <code>Y = X W^T + b,  W: [outputs, inputs],  b: [outputs]</code>
/// <para>Parameters: <c>weight</c>, <c>bias</c>, named and laid out as PyTorch's. Cost: 2 N inputs outputs operations; of sparse features only the stored
/// entries count. The bias begins uniform within 1 / sqrt(inputs), as PyTorch's.</para>
/// </remarks>
public sealed class Linear : Module, ILinearFirst
{
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    /// <summary>Creates a linear map.</summary>
    /// <param name="inputs">The number of columns taken, at least 1.</param>
    /// <param name="outputs">The number of columns returned, at least 1.</param>
    /// <param name="random">The source of the initial values.</param>
    /// <param name="options">Bias and initialisation; the defaults if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number of columns is below 1.</exception>
    public Linear(int inputs, int outputs, RandomSource random, LinearOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        options ??= new LinearOptions();
        Inputs = inputs;
        Outputs = outputs;
        RandomSource forWeight = random.Stream("weight");
        _weight = AddParameter("weight", options.Weights == WeightInitialization.Glorot
            ? Initialize.Glorot((outputs, inputs), forWeight)
            : Initialize.FanIn((outputs, inputs), inputs, forWeight));
        _bias = options.Bias ? AddParameter("bias", Initialize.FanIn(outputs, inputs, random.Stream("bias"))) : null;
    }

    /// <summary>The number of columns taken.</summary>
    public int Inputs { get; }

    /// <summary>The number of columns returned.</summary>
    public int Outputs { get; }

    /// <summary>W, <c>[outputs, inputs]</c>.</summary>
    public Tensor Weight => _weight.Value;

    /// <summary>b, <c>[outputs]</c>, or null.</summary>
    public Tensor? Bias => _bias?.Value;

    Linear? ILinearFirst.First => this;

    /// <summary>Maps every row.</summary>
    /// <param name="x">[N, inputs], dense or sparse.</param>
    /// <returns>[N, outputs].</returns>
    /// <exception cref="ArgumentException">x does not have as many columns as the map has inputs.</exception>
    public Tensor Forward(Features x) => Forward(ForwardContext.Inference, x, Activation.None);

    /// <inheritdoc/>
    public Tensor Forward(in ForwardContext context, Features x) => Forward(x);

    Tensor ILinearFirst.ForwardRest(in ForwardContext context, Tensor z) => Tensor.Epilogue(z, Bias);

    /// <summary>The map, then an activation and dropout in the same pass as the bias.</summary>
    internal Tensor Forward(in ForwardContext context, Features x, Activation activation, double dropout = 0) =>
        context.Epilogue(x.MatMulTransposed(Weight), Bias, addend: null, activation, dropout);

    /// <summary>The map of the first rows of x only, where x allows; sparse features are mapped whole.</summary>
    internal Tensor ForwardLeading(Features x, int rows)
    {
        if (x.Shape[0] == rows)
        {
            return Forward(x);
        }

        return x.Dense is { } dense ? Forward(dense.Rows(0, rows)) : Forward(x).Rows(0, rows);
    }
}
