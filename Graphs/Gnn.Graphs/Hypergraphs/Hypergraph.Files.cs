using System.Globalization;
using Gnn.Graphs.Files;
using Gnn.Tensors;
using Gnn.Tensors.Engines;
using Gnn.Tensors.Files;
using Gnn.Tensors.Sparse;

namespace Gnn.Graphs.Hypergraphs;

public sealed partial class Hypergraph
{
    /// <summary>The kind of file that holds a hypergraph.</summary>
    internal const string FileKind = "hypergraph";

    /// <summary>Gives a graph file what this hypergraph holds, members and memberships.</summary>
    internal void WriteTo(SectionWriter file)
    {
        file.Properties["nodes"] = NodeCount;
        file.Properties["hyperedges"] = HyperedgeCount;
        file.Properties["incidences"] = IncidenceCount;
        file.Properties["classes"] = SectionWriter.List(ClassNames);
        file.Add("members", Members);
        file.Add(Nodes);
        file.Add(Hyperedges);
        file.Add(Incidences);
    }

    /// <summary>The hypergraph that a file holds. Its arrays lie in the file, which stays mapped as long as this hypergraph or one derived from it has them.</summary>
    /// <param name="file">The file, which may be closed afterwards.</param>
    /// <param name="engineOf">Where a column of a type is made.</param>
    /// <exception cref="DataFormatException">A section is missing or does not fit the others.</exception>
    internal static Hypergraph ReadFrom(SectionFile file, Func<DataType, Engine> engineOf)
    {
        int nodes = (int)file.Properties.Integer("nodes", 0, int.MaxValue);
        int hyperedges = (int)file.Properties.Integer("hyperedges", 0, int.MaxValue);
        long incidences = file.Properties.Integer("incidences");
        string[] classNames = file.Properties.Texts("classes");
        using var parts = new PartList();
        SparseStructure members = parts.Add(file.Structure("members", hyperedges, nodes, incidences));
        ColumnTable nodeTable = parts.Add(file.Table("node", nodes, engineOf));
        ColumnTable hyperedgeTable = parts.Add(file.Table("hyperedge", hyperedges, engineOf));
        ColumnTable incidenceTable = parts.Add(file.Table("incidence", incidences, engineOf));
        return parts.GiveTo(new Hypergraph(members, nodeTable, hyperedgeTable, incidenceTable, classNames));
    }

    /// <summary>Lists what in this hypergraph's arrays is not as a hypergraph's must be: for one whose arrays came from a file.</summary>
    internal void FindWrongContents(List<string> defects, CancellationToken cancellation)
    {
        if (StructureCheck.Check(Members, "members", defects, cancellation))
        {
            CheckMembers(defects, cancellation);
        }

        StructureCheck.CheckColumns(Nodes, "node", defects, cancellation);
        StructureCheck.CheckColumns(Hyperedges, "hyperedge", defects, cancellation);
        StructureCheck.CheckColumns(Incidences, "incidence", defects, cancellation);
    }

    // Entry k is incidence k, and the members of a hyperedge rise.
    private void CheckMembers(List<string> defects, CancellationToken cancellation)
    {
        for (int hyperedge = 0; hyperedge < HyperedgeCount; hyperedge++)
        {
            int before = -1;
            long end = Members.RowPointers[hyperedge + 1L];
            for (long entry = Members.RowPointers[hyperedge]; entry < end; entry++)
            {
                int node = Members.ColumnIndices[entry];
                if (node <= before || Members.EdgeIds[entry] != entry)
                {
                    defects.Add(string.Create(
                        CultureInfo.InvariantCulture,
                        $"section 'members/columns', entry {entry}: expected a node after {before} as incidence {entry}, got {node} as incidence {Members.EdgeIds[entry]}"));
                    return;
                }

                before = node;
            }

            if (hyperedge % (1 << 16) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }
}
