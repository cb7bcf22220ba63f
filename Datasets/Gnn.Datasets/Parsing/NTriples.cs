using System.Numerics;
using Gnn.Datasets.Tables;
using Gnn.Tensors.Files;

namespace Gnn.Datasets.Parsing;

/// <summary>The triples of an RDF document in the N-Triples format, with its terms numbered.</summary>
/// <remarks>
/// <para>Nodes are the subjects and objects, literals too; nodes and predicates are numbered from 0 by first appearance. Terms are equal if they are the same
/// after escapes are resolved. They are written as: an IRI bare, a blank node as <c>_:label</c>, a literal as <c>"text"</c>, <c>"text"@language</c> or
/// <c>"text"^^&lt;datatype&gt;</c>, where <c>xsd:string</c> is left out, as it is what a plain literal has. A document is a set: what it repeats counts once.</para>
/// <para>A literal of more than <see cref="IdMap.MaxIdBytes"/> bytes is cut and ends with its SHA-256, so that it stays another than those like it.</para>
/// <para>Beckett, "RDF 1.1 N-Triples", W3C recommendation, 2014.</para>
/// </remarks>
internal sealed class NTriples
{
    private readonly int[] _subjects;
    private readonly int[] _predicates;
    private readonly int[] _objects;

    /// <summary>Wraps triples whose repeats are still there.</summary>
    internal NTriples(int[] subjects, int[] predicates, int[] objects, int count, IdMap nodes, IdMap relations)
    {
        (_subjects, _predicates, _objects, Nodes, Relations) = (subjects, predicates, objects, nodes, relations);
        Count = KeepDistinct(count);
    }

    /// <summary>The number of distinct triples.</summary>
    public int Count { get; }

    /// <summary>The node that each triple is about.</summary>
    public ReadOnlySpan<int> Subjects => _subjects.AsSpan(0, Count);

    /// <summary>The number in <see cref="Relations"/> of each triple's predicate.</summary>
    public ReadOnlySpan<int> Predicates => _predicates.AsSpan(0, Count);

    /// <summary>The node that each triple leads to.</summary>
    public ReadOnlySpan<int> Objects => _objects.AsSpan(0, Count);

    /// <summary>The subjects and objects.</summary>
    public IdMap Nodes { get; }

    /// <summary>The predicates.</summary>
    public IdMap Relations { get; }

    /// <summary>Reads a document.</summary>
    /// <param name="bytes">The text, in UTF-8.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <returns>The triples in the order of the document.</returns>
    /// <exception cref="DataFormatException">The text is not N-Triples; the message names the line and the column.</exception>
    public static NTriples Read(byte[] bytes, string path) => new NTriplesReader(bytes, path).Read();

    private int KeepDistinct(int count)
    {
        int[] slots = new int[BitOperations.RoundUpToPowerOf2((uint)count + ((uint)count / 2) + 1)];
        int kept = 0;
        for (int triple = 0; triple < count; triple++)
        {
            if (!Contains(slots, triple, kept))
            {
                (_subjects[kept], _predicates[kept], _objects[kept]) = (_subjects[triple], _predicates[triple], _objects[triple]);
                kept++;
            }
        }

        return kept;
    }

    // Looks a triple up among those kept; one that is not there is entered by the number that it will have.
    private bool Contains(int[] slots, int triple, int number)
    {
        int mask = slots.Length - 1;
        int at = HashCode.Combine(_subjects[triple], _predicates[triple], _objects[triple]) & mask;
        for (; slots[at] != 0; at = (at + 1) & mask)
        {
            int other = slots[at] - 1;
            if (_subjects[other] == _subjects[triple] && _predicates[other] == _predicates[triple] && _objects[other] == _objects[triple])
            {
                return true;
            }
        }

        slots[at] = number + 1;
        return false;
    }
}
