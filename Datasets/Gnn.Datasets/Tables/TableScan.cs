using System.Globalization;
using System.Runtime.ExceptionServices;
using Gnn.Tensors.Engines;

namespace Gnn.Datasets.Tables;

/// <summary>Reads a table from its first row to its last on several threads: each reads a block, parses it, and hands it on when its turn has come.</summary>
/// <remarks>The blocks are cut by the file alone and handed on in its order by one thread at a time, so that neither result nor error depends on the number
/// of threads. A few blocks are in memory, never the file.</remarks>
internal sealed class TableScan : RowSource
{
    private readonly BlockSource _source;
    private readonly object _signal = new();
    private readonly Stack<TableBlock> _free = new();
    private TableBlock?[] _parsed = [];
    private RowParser _parser = null!;
    private IRowSink _sink = null!;
    private CancellationToken _cancellation;
    private ExceptionDispatchInfo? _failure;
    private long _read;
    private long _handed;
    private long _bytes;
    private long _rows;
    private bool _isReading;
    private bool _isHanding;
    private bool _isAtEnd;

    internal TableScan(string path, TableFormat format)
        : base(path, format)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        format.Check(path);
        _source = new BlockSource(path, format);
    }

    internal override ColumnPlan Plan(MissingValues missing = MissingValues.Error, TimeNotation times = TimeNotation.Integer) =>
        new(Path, Format, _source.ReadFirstRow(keeps: !Format.HasHeader), missing, times, "line 1");

    internal override void Run(ColumnPlan plan, IRowSink sink, CancellationToken cancellation)
    {
        (_parser, _sink, _cancellation) = (new RowParser(plan, new FieldParser(plan, this)), sink, cancellation);
        int threads = _source.IsSmall ? 1 : Format.Threads ?? Engine.Default.ThreadCount;
        _parsed = new TableBlock?[threads + 1];
        for (int i = 0; i < _parsed.Length; i++)
        {
            _free.Push(new TableBlock());
        }

        var others = new Thread[threads - 1];
        for (int i = 0; i < others.Length; i++)
        {
            others[i] = new Thread(Work) { IsBackground = true, Name = "Gnn table reader" };
            others[i].Start();
        }

        Work();
        foreach (Thread other in others)
        {
            other.Join();
        }

        _failure?.Throw();
    }

    internal override long PlaceAt(TableBlock block, int at) =>
        block.FirstLine + block.Text.AsSpan(0, Math.Min(at, block.Length)).Count((byte)'\n');

    internal override void PlacesOf(TableBlock block, ReadOnlySpan<int> rows, Span<long> places)
    {
        long line = block.FirstLine;
        for (int i = 0, at = 0; i < rows.Length; i++)
        {
            int start = block.RowStarts[rows[i]];
            line += block.Text.AsSpan(at, start - at).Count((byte)'\n');
            at = start;
            places[i] = line;
        }
    }

    internal override string NameOf(long place) => string.Create(CultureInfo.InvariantCulture, $"line {place}");

    public override void Dispose() => _source.Dispose();

    private void Work()
    {
        while (true)
        {
            TableBlock block;
            bool hands;
            long turn;
            lock (_signal)
            {
                while (!TryTakeWork(out hands))
                {
                    if (_failure is not null || (_isAtEnd && _handed == _read))
                    {
                        Monitor.PulseAll(_signal);
                        return;
                    }

                    Monitor.Wait(_signal);
                }

                turn = hands ? _handed : _read;
                block = hands ? _parsed[turn % _parsed.Length]! : _free.Pop();
            }

            if (hands)
            {
                HandOn(block, turn);
            }
            else
            {
                ReadAndParse(block, turn);
            }
        }
    }

    private bool TryTakeWork(out bool hands)
    {
        hands = false;
        if (_failure is not null)
        {
            return false;
        }

        if (!_isHanding && _handed < _read && _parsed[_handed % _parsed.Length] is not null)
        {
            return hands = _isHanding = true;
        }

        if (!_isReading && !_isAtEnd && _free.Count > 0)
        {
            return _isReading = true;
        }

        return false;
    }

    private void HandOn(TableBlock block, long turn)
    {
        ExceptionDispatchInfo? failure = null;
        try
        {
            _cancellation.ThrowIfCancellationRequested();
            _bytes += block.Length;
            _rows += block.RowCount;
            DroppedCount += block.DroppedCount;
            _sink.Add(block, _bytes == 0 ? 0 : (long)((double)_rows / _bytes * Math.Max(_bytes, _source.FileLength) * 1.01) + 1);
            block.Failure?.Throw();
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        lock (_signal)
        {
            _failure ??= failure;
            _parsed[turn % _parsed.Length] = null;
            _handed++;
            _isHanding = false;
            _free.Push(block);
            Monitor.PulseAll(_signal);
        }
    }

    private void ReadAndParse(TableBlock block, long turn)
    {
        bool isFilled = true;
        ExceptionDispatchInfo? failure = null;
        try
        {
            isFilled = _source.Fill(block);
        }
        catch (Exception exception)
        {
            // Told when its turn comes: an error before it in the file comes first.
            block.Clear();
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        lock (_signal)
        {
            _isReading = false;
            _isAtEnd |= !isFilled || failure is not null;
            if (isFilled)
            {
                _read++;
            }
            else
            {
                _free.Push(block);
            }

            Monitor.PulseAll(_signal);
        }

        if (!isFilled)
        {
            return;
        }

        if (failure is null)
        {
            _parser.Parse(block);
        }
        else
        {
            block.Failure = failure;
        }

        lock (_signal)
        {
            _parsed[turn % _parsed.Length] = block;
            Monitor.PulseAll(_signal);
        }
    }
}
