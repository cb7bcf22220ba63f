using System.Globalization;
using System.Text.Json;
using Gnn.Layers.Normalization;

namespace Gnn.Layers.Models;

/// <content>Names and settings in files.</content>
public abstract partial class ConvolutionModel
{
    /// <summary>Reads the sizes, and refuses those whose weights could not be in the parameters' file.</summary>
    private protected static StackSizes ReadSizes(ModelSettings settings)
    {
        var sizes = new StackSizes(
            settings.Integer("inputs"), settings.Integer("hidden"), settings.Integer("outputs"), settings.Integer("layers"), settings.Number("dropout"));
        settings.CheckWidths(sizes.Inputs, sizes.Hidden, sizes.Outputs, sizes.Layers);
        return sizes;
    }

    /// <summary>Reads the options around the convolutions; files of before there were any have none.</summary>
    private protected static StackOptions ReadStack(ModelSettings settings)
    {
        if (!settings.Has("stack"))
        {
            return new StackOptions();
        }

        ModelSettings stack = settings.Object("stack");
        return new StackOptions
        {
            Activation = stack.Choice<Activation>("activation"),
            Normalization = stack.Choice<NormalizationKind>("normalization"),
            ActivationFirst = stack.Boolean("activationFirst"),
            Residual = stack.Choice<ResidualKind>("residual"),
            Jumping = stack.Choice<JumpingKind>("jumping"),
            InputMap = stack.Boolean("inputMap"),
            InputDropout = stack.Number("inputDropout"),
            DecaysFirstLayerOnly = stack.Boolean("decaysFirstLayerOnly"),
        };
    }

    /// <summary>Writes the sizes and the options around the convolutions.</summary>
    /// <param name="writer">An open object.</param>
    /// <param name="hidden">The number of columns that was asked for between layers.</param>
    private protected void WriteStack(Utf8JsonWriter writer, int hidden)
    {
        writer.WriteNumber("inputs", Inputs);
        writer.WriteNumber("hidden", hidden);
        writer.WriteNumber("outputs", Outputs);
        writer.WriteNumber("layers", LayerCount);
        writer.WriteNumber("dropout", _dropout);
        writer.WriteStartObject("stack");
        writer.WriteString("activation", _activation.ToString());
        writer.WriteString("normalization", Stack.Normalization.ToString());
        writer.WriteBoolean("activationFirst", Stack.ActivationFirst);
        writer.WriteString("residual", Stack.Residual.ToString());
        writer.WriteString("jumping", Stack.Jumping.ToString());
        writer.WriteBoolean("inputMap", Stack.InputMap);
        writer.WriteNumber("inputDropout", _inputDropout);
        writer.WriteBoolean("decaysFirstLayerOnly", _decaysFirstLayerOnly);
        writer.WriteEndObject();
    }

    /// <summary>Layers that are named conv1, conv2 ... as in PyTorch Geometric's examples.</summary>
    private protected override string? KnownName(string name)
    {
        const string example = "conv";
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        return name.StartsWith(example, StringComparison.Ordinal) && dot > example.Length
            && int.TryParse(name.AsSpan(example.Length, dot - example.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1
                ? string.Create(CultureInfo.InvariantCulture, $"convs.{number - 1}{LayerName(name[dot..])}")
                : null;
    }

    /// <summary>A name inside a layer as the layer has it.</summary>
    private protected virtual string LayerName(string name) => name;
}
