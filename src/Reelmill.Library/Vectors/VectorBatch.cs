using System.Text;

namespace Reelmill.Library.Vectors;

/// <summary>Records that may be written: checked, one for each id, in order of their ids, with vectors of length 1.</summary>
internal sealed class VectorBatch
{
    private const int MostIdBytes = 512;
    private const int MostTextBytes = 16 << 10;
    private const int MostFields = 64;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly int _dimension;
    private readonly float[] _units;

    private VectorBatch(VectorRecord[] records, int dimension)
    {
        (Records, _dimension) = (records, dimension);
        _units = GC.AllocateUninitializedArray<float>(checked(records.Length * dimension));
    }

    public IReadOnlyList<VectorRecord> Records { get; }

    /// <exception cref="Core.ItemException"><c>bad_vector</c>: one of the records cannot be written.</exception>
    public static VectorBatch Check(string collection, int dimension, IReadOnlyList<VectorRecord> records)
    {
        var last = new Dictionary<string, VectorRecord>(records.Count, StringComparer.Ordinal);
        foreach (var record in records)
        {
            last[record.Id] = record;
        }

        var batch = new VectorBatch([.. last.Values.OrderBy(static r => r.Id, StringComparer.Ordinal)], dimension);
        for (var i = 0; i < batch.Records.Count; i++)
        {
            if (batch.Take(i) is { } problem)
            {
                throw VectorErrors.BadVector(collection, $"the one of '{Shown(batch.Records[i].Id)}' {problem}. Nothing was written; leave it out, or make it again.");
            }
        }

        return batch;
    }

    public ReadOnlyMemory<float> Unit(int index) => _units.AsMemory(index * _dimension, _dimension);

    private static string Shown(string id) => id.Length <= 80 ? id : id[..80] + "...";

    private string? Take(int index)
    {
        var record = Records[index];
        return record.Vector.Length != _dimension
            ? $"has {record.Vector.Length} numbers, and the collection's have {_dimension}"
            : VectorNormalizer.Write(record.Vector.Span, _units.AsSpan(index * _dimension, _dimension)) ?? Problem(record);
    }

    private static string? Problem(VectorRecord record) => record switch
    {
        { Id.Length: 0 } => "has an empty id",
        _ when !IsText(record.Id, MostIdBytes) => $"has an id with a NUL, half a character or over {MostIdBytes} bytes",
        { Metadata.TimeMs: < 0 } => "has a time before 0",
        _ when !IsText(record.Metadata.Source, MostTextBytes) || !IsText(record.Metadata.Path ?? "", MostTextBytes) =>
            $"has a source or a path with a NUL, half a character or over {MostTextBytes} bytes",
        { Metadata.Fields.Count: > MostFields } => $"has over {MostFields} fields",
        _ when !record.Metadata.Fields.All(static f => IsText(f.Key, MostIdBytes) && IsText(f.Value, MostTextBytes)) =>
            $"has a field with a NUL, half a character, a name over {MostIdBytes} bytes or a value over {MostTextBytes}",
        _ => null,
    };

    private static bool IsText(string text, int mostBytes)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            return Strict.GetByteCount(text) <= mostBytes;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
