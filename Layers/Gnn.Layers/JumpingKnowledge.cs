using Gnn.Layers.Recurrent;
using Gnn.Tensors;

namespace Gnn.Layers;

/// <summary>Jumping knowledge: the outputs of all layers of a model become one, so that each node may use a neighbourhood of its own size.</summary>
/// <remarks>
/// <code>
/// Y = [X_1 | ... | X_L],   Y = max(X_1, ..., X_L),   or
/// Y = sum over layers l of alpha_l X_l,   alpha = softmax over l of (w . BiLSTM(X_1, ..., X_L)_l + b), node by node
/// X_l: [N, F], Y: [N, L F] or [N, F]
/// </code>
/// <para>Paper: K. Xu, C. Li, Y. Tian, T. Sonobe, K. Kawarabayashi and S. Jegelka, "Representation Learning on Graphs with Jumping Knowledge Networks", ICML
/// 2018.</para>
/// <para>Parameters, of the LSTM mode: those of an <see cref="Lstm"/> of max(1, L F / 2) states under <c>lstm</c>, and <c>att.weight</c>, <c>att.bias</c>. The
/// gradient of a maximum goes to the first layer that has it. Cost: O(L N F), and 8 L N (L F)^2 operations or so for the LSTM.</para>
/// </remarks>
public sealed class JumpingKnowledge : Module
{
    private readonly JumpingKnowledgeMode _mode;
    private readonly int _layers;
    private readonly int _width;
    private readonly Lstm? _lstm;
    private readonly Linear? _attention;

    /// <summary>Creates a layer.</summary>
    /// <param name="mode">How the outputs become one.</param>
    /// <param name="width">F, the number of columns of each layer's output, at least 1.</param>
    /// <param name="layers">L, the number of layers, at least 1.</param>
    /// <param name="random">The source of the initial values; used by the LSTM mode.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or the mode is unknown.</exception>
    public JumpingKnowledge(JumpingKnowledgeMode mode, int width, int layers, RandomSource random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        if (!Enum.IsDefined(mode))
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "There is no such mode of jumping knowledge.");
        }

        _mode = mode;
        _width = width;
        _layers = layers;
        Outputs = mode == JumpingKnowledgeMode.Concatenate ? checked(width * layers) : width;
        if (mode == JumpingKnowledgeMode.Lstm)
        {
            int hidden = Math.Max(1, checked(layers * width) / 2);
            _lstm = AddModule("lstm", new Lstm(width, hidden, random.Stream("lstm"), new RecurrentOptions { IsBidirectional = true }));
            _attention = AddModule("att", new Linear(2 * hidden, 1, random.Stream("att")));
        }
    }

    /// <summary>The number of output columns: L F side by side, else F.</summary>
    public int Outputs { get; }

    /// <summary>Makes one matrix of the outputs of all layers.</summary>
    /// <param name="context">Training or inference; both are the same.</param>
    /// <param name="outputs">The output of each layer, <c>[N, F]</c>, the first layer's first.</param>
    /// <returns><c>[N, Outputs]</c>.</returns>
    /// <exception cref="ArgumentException">There is not an output of F columns for each layer, or they have not the same rows.</exception>
    public Tensor Forward(in ForwardContext context, IReadOnlyList<Tensor> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        if (outputs.Count != _layers || outputs.Any(output => output.Shape != new Shape(outputs[0].Shape[0], _width)))
        {
            throw new ArgumentException(
                $"'outputs' must be {_layers} matrices [N, {_width}], got {string.Join(", ", outputs.Select(output => output.Shape))}.", nameof(outputs));
        }

        return _mode switch
        {
            JumpingKnowledgeMode.Concatenate => Tensor.Concatenate([.. outputs], axis: 1),
            JumpingKnowledgeMode.Max => outputs.Skip(1).Aggregate(outputs[0].Reshape(outputs[0].Shape), Tensor.Maximum),
            _ => Attend(context, outputs),
        };
    }

    private Tensor Attend(in ForwardContext context, IReadOnlyList<Tensor> outputs)
    {
        long nodes = outputs[0].Shape[0];
        using Tensor rows = Tensor.Concatenate([.. outputs], axis: 0);
        (Tensor states, _, _) = _lstm!.Forward(context, rows.Reshape((_layers, nodes, _width)));
        using Tensor scores = _attention!.Forward(states.Reshape((_layers * nodes, _lstm.Outputs)));
        Tensor weights = scores.Reshape((_layers, nodes)).Transpose().Softmax();
        Tensor sum = outputs[0] * weights.Columns(0, 1);
        for (int layer = 1; layer < _layers; layer++)
        {
            using Tensor before = sum;
            using Tensor part = outputs[layer] * weights.Columns(layer, 1);
            sum = before + part;
        }

        return sum;
    }
}
