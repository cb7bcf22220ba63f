using System.Text.Json.Nodes;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Files;

internal sealed partial class SectionWriter
{
    /// <summary>Adds a structure and its transpose, which is made if it was not: opening the file then makes nothing.</summary>
    /// <param name="prefix">The name of the structure, for example <c>in</c>; its sections are <c>in/pointers</c> and so on.</param>
    /// <param name="structure">The structure.</param>
    public void Add(string prefix, SparseStructure structure)
    {
        SparseStructure transpose = structure.Transpose;
        Add($"{prefix}/pointers", structure.RowPointers);
        Add($"{prefix}/columns", structure.ColumnIndices);
        Add($"{prefix}/edges", structure.EdgeIds);
        Add($"{prefix}/transpose/pointers", transpose.RowPointers);
        Add($"{prefix}/transpose/columns", transpose.ColumnIndices);
        Add($"{prefix}/transpose/edges", transpose.EdgeIds);
        Add($"{prefix}/transpose/entries", transpose.EntryIds!);
    }

    /// <summary>Adds the columns of a table: the sections <c>node/x</c> and so on, and their names in order, under the same prefix, in the property
    /// <c>columns</c>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="prefix">What the names of its sections begin with; the table's row name if null.</param>
    public void Add(ColumnTable table, string? prefix = null)
    {
        prefix ??= table.RowName;
        if (!Properties.TryGetPropertyValue("columns", out JsonNode? columns))
        {
            Properties["columns"] = columns = new JsonObject();
        }

        var list = new JsonArray();
        columns![prefix] = list;
        foreach (string name in table.Names)
        {
            string section = SectionOf(prefix, name);
            var column = new JsonObject { ["name"] = Text(name), ["sparse"] = table.IsSparse(name) };
            list.Add((JsonNode)column);
            if (!table.IsSparse(name))
            {
                Add(section, table[name]);
                continue;
            }

            SparseTensor matrix = table.Sparse(name);
            column["width"] = matrix.Structure.ColumnCount;
            Add(section, matrix.Structure);
            Add($"{section}/values", matrix.Values);
        }
    }

    /// <summary>The section of a column, or what those of a sparse column begin with: a slash in a name of the user's is no part of the path.</summary>
    public static string SectionOf(string prefix, string column) =>
        $"{prefix}/{column.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal)}";
}
