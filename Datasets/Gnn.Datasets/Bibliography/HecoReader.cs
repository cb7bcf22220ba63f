using Gnn.Datasets.Parsing;
using Gnn.Graphs;
using Gnn.Graphs.Heterogeneous;
using Gnn.Graphs.Splits;
using Gnn.Tensors;
using Gnn.Tensors.Files;
using Gnn.Tensors.Sparse;

namespace Gnn.Datasets.Bibliography;

/// <summary>Reads ACM as HeCo has it: papers, their authors and their subject.</summary>
internal static class HecoReader
{
    private const string Paper = "paper";
    private const string Author = "author";
    private const string Subject = "subject";

    /// <summary>How many labelled papers of each class the splits have.</summary>
    public static readonly IReadOnlyList<int> TrainPerClass = [20, 40, 60];

    private const int LeastPairBytes = 4;
    private static readonly EdgeType Writes = new(Author, "writes", Paper);
    private static readonly EdgeType IsAbout = new(Paper, "is-about", Subject);

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="DataFormatException">A file is damaged or contradicts another.</exception>
    public static Dataset Read(DatasetFiles files)
    {
        NpyArray labels = NpyArray.Read(files.PathOf("labels.npy"));
        int papers = labels.Count;
        ScipyMatrix paperWords = ReadFeatures(files.PathOf("p_feat.npz"), papers);
        ScipyMatrix authorWords = ReadFeatures(files.PathOf("a_feat.npz"), rows: null);
        (int[] writtenPapers, int[] authors, _) = ReadPairs(files.Scan("pa.txt"), papers, authorWords.Rows);
        (int[] sortedPapers, int[] subjects, int subjectCount) = ReadPairs(files.Scan("ps.txt"), papers, papers);
        int[] classes = ReadIndices(labels, files.PathOf("labels.npy"), papers);

        using HeteroGraph empty = HeteroGraph.Create((Paper, papers), (Author, authorWords.Rows), (Subject, subjectCount));
        using HeteroGraph written = empty.WithEdges(Writes, authors, writtenPapers);
        using HeteroGraph sorted = written.WithEdges(IsAbout, sortedPapers, subjects);
        using HeteroGraph half = sorted.WithNodeColumn(Paper, ColumnNames.Features, ToTensor(paperWords));
        using HeteroGraph whole = half.WithNodeColumn(Author, ColumnNames.Features, ToTensor(authorWords));
        return new Dataset(whole.WithNodeColumn(Paper, ColumnNames.Labels, Tensor.Create<int>(classes, papers)))
        {
            NodeSplits = [.. TrainPerClass.Select(count => ReadSplit(files, count, papers))],
        };
    }

    private static ScipyMatrix ReadFeatures(string path, int? rows)
    {
        ScipyMatrix matrix = ScipyMatrix.Read(path);
        return rows is null || matrix.Rows == rows
            ? matrix
            : throw new DataFormatException(path, "shape", $"expected {rows} rows, one for each label, got {matrix.Rows}");
    }

    private static SparseTensor ToTensor(ScipyMatrix matrix)
    {
        using SparseStructure structure = SparseStructure.FromRows(matrix.Columns, matrix.RowPointers, matrix.ColumnIndices);
        return new SparseTensor(structure, Tensor.Create<float>(matrix.Values, matrix.Values.Length));
    }

    // Lines "one TAB other", both from 0; the count of others is what the highest says.
    private static (int[] Ones, int[] Others, int OtherCount) ReadPairs(TextScanner scan, int ones, int mostOthers)
    {
        int most = scan.MostRows(LeastPairBytes), count = 0, highest = -1;
        int[] first = new int[most], second = new int[most];
        while (scan.NextLine())
        {
            if (!scan.HasField)
            {
                continue;
            }

            first[count] = scan.ReadInt32("a paper", 0, ones - 1);
            second[count] = scan.ReadInt32("what belongs to the paper", 0, mostOthers - 1);
            highest = Math.Max(highest, second[count++]);
            scan.EndLine();
        }

        return (first[..count], second[..count], highest + 1);
    }

    private static NodeSplit ReadSplit(DatasetFiles files, int count, int papers)
    {
        bool[] isInPart = new bool[papers];
        return new NodeSplit($"{Paper} {count} per class", papers, Part("train"), Part("val"), Part("test"));

        int[] Part(string name)
        {
            string path = files.PathOf($"{name}_{count}.npy");
            int[] part = ReadIndices(NpyArray.Read(path), path, papers);
            foreach (int paper in part)
            {
                if (isInPart[paper])
                {
                    throw new DataFormatException(path, "", $"expected papers that are in no part of the split yet, got {paper} again");
                }

                isInPart[paper] = true;
            }

            return part;
        }
    }

    private static int[] ReadIndices(NpyArray array, string path, int limit)
    {
        int[] indices = array.ToInt32();
        int wrong = Array.FindIndex(indices, index => index < 0 || index >= limit);
        return wrong < 0 ? indices : throw new DataFormatException(path, $"element {wrong}", $"expected a number of 0 to {limit - 1}, got {indices[wrong]}");
    }
}
