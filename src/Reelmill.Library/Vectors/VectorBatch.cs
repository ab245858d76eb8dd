using System.Text;

namespace Reelmill.Library.Vectors;

/// <summary>A validated batch of records, ready to be written: unique ids, sorted by id, vectors scaled to length 1.</summary>
internal sealed class VectorBatch
{
    private const int MaxIdBytes = 512;
    private const int MaxTextBytes = 16 << 10;
    private const int MaxFields = 64;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly int _dimension;
    private readonly float[] _unitVectors;

    private VectorBatch(VectorRecord[] records, int dimension)
    {
        (Records, _dimension) = (records, dimension);
        _unitVectors = GC.AllocateUninitializedArray<float>(checked(records.Length * dimension));
    }

    public IReadOnlyList<VectorRecord> Records { get; }

    /// <summary>Validates and normalizes records; the last one wins when several have the same id.</summary>
    /// <exception cref="Core.ItemException"><c>bad_vector</c>: a record cannot be written.</exception>
    public static VectorBatch Create(string collection, int dimension, IReadOnlyList<VectorRecord> records)
    {
        var byId = new Dictionary<string, VectorRecord>(records.Count, StringComparer.Ordinal);
        foreach (var record in records)
        {
            byId[record.Id] = record;
        }

        var batch = new VectorBatch([.. byId.Values.OrderBy(static r => r.Id, StringComparer.Ordinal)], dimension);
        for (var i = 0; i < batch.Records.Count; i++)
        {
            if (batch.Normalize(i) is { } problem)
            {
                throw VectorErrors.BadVector(collection, $"the record '{Abbreviate(batch.Records[i].Id)}' {problem}. No record of the batch was written; leave this one out, or make it again.");
            }
        }

        return batch;
    }

    public ReadOnlyMemory<float> GetUnitVector(int index) => _unitVectors.AsMemory(index * _dimension, _dimension);

    private static string Abbreviate(string id) => id.Length <= 80 ? id : id[..80] + "...";

    private string? Normalize(int index)
    {
        var record = Records[index];
        return record.Vector.Length != _dimension
            ? $"has a vector of dimension {record.Vector.Length}, but the collection has dimension {_dimension}"
            : VectorNormalizer.Normalize(record.Vector.Span, _unitVectors.AsSpan(index * _dimension, _dimension)) ?? FindProblem(record);
    }

    private static string? FindProblem(VectorRecord record) => record switch
    {
        { Id.Length: 0 } => "has an empty id",
        _ when !IsStorable(record.Id, MaxIdBytes) => $"has an id with a NUL, a lone surrogate or more than {MaxIdBytes} bytes",
        { Metadata.TimeMs: < 0 } => "has a negative time",
        _ when !IsStorable(record.Metadata.Source, MaxTextBytes) || !IsStorable(record.Metadata.Path ?? "", MaxTextBytes) =>
            $"has a source or a path with a NUL, a lone surrogate or more than {MaxTextBytes} bytes",
        { Metadata.Fields.Count: > MaxFields } => $"has more than {MaxFields} fields",
        _ when !record.Metadata.Fields.All(static f => IsStorable(f.Key, MaxIdBytes) && IsStorable(f.Value, MaxTextBytes)) =>
            $"has a field with a NUL, a lone surrogate, a name over {MaxIdBytes} bytes or a value over {MaxTextBytes} bytes",
        _ => null,
    };

    private static bool IsStorable(string text, int maxBytes)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            return Strict.GetByteCount(text) <= maxBytes;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
