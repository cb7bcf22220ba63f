using System.Collections.Concurrent;
using EmbeddingBag = global::TorchSharp.Modules.EmbeddingBag;
using EmbeddingBagMode = global::TorchSharp.EmbeddingBagMode;
using Parameter = global::TorchSharp.Modules.Parameter;

namespace Gnn.TorchSharp;

/// <summary>Sums and maxima over runs of rows of a table: result i is over the table's rows index[offsets[i]] to index[offsets[i + 1] - 1].</summary>
/// <remarks>TorchSharp has neither a matrix in compressed rows nor a segment reduction, but it has EmbeddingBag, which is one: the bags are the rows. A module
/// made for a table would first fill a table of that size with random numbers, so modules of one element are made, kept and lent, and their
/// weight is given the table's memory for one call. Each bag is summed in order by one thread.</remarks>
internal sealed class RowReducer : IDisposable
{
    private readonly Torch.Device _device;
    private readonly ConcurrentBag<Bag> _sums = [];
    private readonly ConcurrentBag<Bag> _maxima = [];
    private readonly ConcurrentBag<Bag> _wideMaxima = [];

    internal RowReducer(Torch.Device device) => _device = device;

    /// <summary>The sum over each run, 0 for an empty one.</summary>
    /// <param name="work">Owns the result.</param>
    /// <param name="table">[n, width], at least 1 wide; Float32.</param>
    /// <param name="index">Rows of the table, at least 1; of one type with the offsets.</param>
    /// <param name="offsets">Where each run begins, and the last one's end.</param>
    /// <param name="weights">A factor for each element of the index, or null.</param>
    /// <returns>[runs, width].</returns>
    internal TorchTensor Sum(Workspace work, TorchTensor table, TorchTensor index, TorchTensor offsets, TorchTensor? weights) =>
        Run(work, _sums, EmbeddingBagMode.Sum, table, index, offsets, weights);

    /// <summary>The maximum over each run, 0 for an empty one; NaN is found only in the first place of a run. The table may be Float64.</summary>
    /// <inheritdoc cref="Sum" path="/param"/>
    /// <returns>[runs, width].</returns>
    internal TorchTensor Max(Workspace work, TorchTensor table, TorchTensor index, TorchTensor offsets) =>
        Run(work, table.dtype == TorchType.Float64 ? _wideMaxima : _maxima, EmbeddingBagMode.Max, table, index, offsets, weights: null);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ConcurrentBag<Bag> bags in new[] { _sums, _maxima, _wideMaxima })
        {
            while (bags.TryTake(out Bag? bag))
            {
                bag.Dispose();
            }
        }
    }

    private TorchTensor Run(
        Workspace work, ConcurrentBag<Bag> bags, EmbeddingBagMode mode, TorchTensor table, TorchTensor index, TorchTensor offsets, TorchTensor? weights)
    {
        if (!bags.TryTake(out Bag? bag))
        {
            bag = new Bag(mode, table.dtype, _device);
        }

        try
        {
            return work.Own(bag.Run(table, index, offsets, weights));
        }
        finally
        {
            bags.Add(bag);
        }
    }

    /// <summary>A module whose weight is given a table's memory for the length of a call.</summary>
    private sealed class Bag : IDisposable
    {
        private readonly EmbeddingBag _module;
        private readonly Parameter _weight;
        private readonly TorchTensor _nothing;

        internal Bag(EmbeddingBagMode mode, TorchType type, Torch.Device device)
        {
            _module = Torch.nn.EmbeddingBag(1, 1, mode: mode, include_last_offset: true);
            _nothing = Torch.zeros(1, 1, dtype: type, device: device).DetachFromDisposeScope();
            _weight = new Parameter(Torch.zeros(1, 1, dtype: type, device: device), requires_grad: false);
            _weight.DetachFromDisposeScope();
            _module.weight = _weight;
        }

        internal TorchTensor Run(TorchTensor table, TorchTensor index, TorchTensor offsets, TorchTensor? weights)
        {
            Take(table);
            try
            {
                return _module.forward(index, offsets, weights);
            }
            finally
            {
                Take(_nothing);
            }
        }

        public void Dispose()
        {
            _module.Dispose();
            _weight.Dispose();
            _nothing.Dispose();
        }

        private void Take(TorchTensor table)
        {
            // The weight itself or, in older releases, another handle of it.
            TorchTensor weight = _weight.set_(table);
            if (!ReferenceEquals(weight, _weight))
            {
                weight.Dispose();
            }
        }
    }
}
