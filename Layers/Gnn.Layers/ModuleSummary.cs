using System.Globalization;
using System.Text;

namespace Gnn.Layers;

/// <summary>What a module consists of; its text is a table with a row for each part.</summary>
/// <param name="Rows">The module, then its parts, each before its own parts.</param>
public sealed record ModuleSummary(IReadOnlyList<ModuleSummaryRow> Rows)
{
    /// <summary>The number of elements of all parameters, frozen ones too.</summary>
    public long ParameterCount => Count(TensorRole.Parameter) + FrozenCount;

    /// <summary>The number of elements of the frozen parameters.</summary>
    public long FrozenCount => Count(TensorRole.FrozenParameter);

    /// <summary>The number of elements of the buffers.</summary>
    public long BufferCount => Count(TensorRole.Buffer);

    /// <summary>The memory of all parameters and buffers, in bytes; gradients and an optimiser's state come on top.</summary>
    public long Bytes => Rows.Sum(row => row.Bytes);

    /// <summary>The table and a line of totals, without a line break at the end.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        string[][] lines = [["module", "type", "tensors", "elements", "bytes"], .. Rows.Select(row => new[]
        {
            row.Path,
            row.Type,
            string.Join(", ", row.Tensors),
            row.Count.ToString(CultureInfo.InvariantCulture),
            row.Bytes.ToString(CultureInfo.InvariantCulture),
        })];
        int[] widths = [.. Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => line[column].Length))];
        var text = new StringBuilder();
        foreach (string[] line in lines)
        {
            for (int column = 0; column < line.Length; column++)
            {
                bool isNumber = column > 2;
                text.Append(column == 0 ? "" : "  ").Append(isNumber ? line[column].PadLeft(widths[column]) : line[column].PadRight(widths[column]));
            }

            text.Append('\n');
        }

        text.Append(CultureInfo.InvariantCulture, $"{ParameterCount} parameters, {FrozenCount} of them frozen; ");
        return text.Append(CultureInfo.InvariantCulture, $"{BufferCount} elements of buffers; {Bytes} bytes").ToString();
    }

    private long Count(TensorRole role) => Rows.Sum(row => row.Tensors.Where(tensor => tensor.Role == role).Sum(tensor => tensor.Shape.Count));
}
