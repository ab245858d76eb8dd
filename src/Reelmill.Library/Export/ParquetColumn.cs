using Parquet;
using Parquet.Schema;
using Reelmill.Library.Catalog;

namespace Reelmill.Library.Export;

/// <summary>One column of a Parquet file. Buffers the values of rows, then writes them as part of a row group.</summary>
internal abstract class ParquetColumn(DataField field)
{
    public DataField Field { get; } = field;

    public abstract void Add(ExportRow row);

    /// <summary>Writes the buffered values and clears the buffer.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken);
}

/// <summary>A nullable column of strings.</summary>
internal sealed class TextColumn(string name, Func<ExportRow, string?> read) : ParquetColumn(new DataField(name, typeof(string), isNullable: true))
{
    private readonly List<string?> _values = [];

    public override void Add(ExportRow row) => _values.Add(read(row));

    public override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
    {
        await group.WriteAsync(Field, _values!).ConfigureAwait(false);
        _values.Clear();
    }
}

/// <summary>A column of required values.</summary>
internal sealed class ValueColumn<T>(string name, Func<ExportRow, T> read) : ParquetColumn(new DataField<T>(name, nullable: false))
    where T : struct
{
    private readonly List<T> _values = [];

    public override void Add(ExportRow row) => _values.Add(read(row));

    public override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
    {
        await group.WriteAsync<T>(Field, _values.ToArray().AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
        _values.Clear();
    }
}

/// <summary>A column of nullable values.</summary>
internal sealed class OptionalColumn<T>(string name, Func<ExportRow, T?> read) : ParquetColumn(new DataField<T>(name, nullable: true))
    where T : struct
{
    private readonly List<T?> _values = [];

    public override void Add(ExportRow row) => _values.Add(read(row));

    public override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
    {
        await group.WriteAsync<T>(Field, new ReadOnlyMemory<T?>([.. _values]), cancellationToken: cancellationToken).ConfigureAwait(false);
        _values.Clear();
    }
}
