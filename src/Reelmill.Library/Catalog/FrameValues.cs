using System.Buffers;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Reelmill.Library.Catalog;

/// <summary>The values that custom stages attached to a frame, by name in ordinal order.</summary>
/// <remarks>
/// Immutable. Two instances are equal when they have the same values from the same kinds of stages. Stages that see every
/// sampled frame give the values that rules test; other stages see kept frames only.
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "The type is the values of a frame; the dictionary is only its interface.")]
public sealed class FrameValues : IReadOnlyDictionary<string, FrameValue>, IEquatable<FrameValues>
{
    private const string SampledKey = "sampled";
    private const string KeptKey = "kept";

    private readonly SortedDictionary<string, FrameValue> _all = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, FrameValue> _sampled;
    private readonly SortedDictionary<string, FrameValue>? _kept;

    /// <summary>Creates the values of a frame.</summary>
    /// <param name="sampled">The values from stages that see every sampled frame.</param>
    /// <param name="kept">The values from stages that see kept frames; null when none saw this frame. A value here hides a sampled value of the same name.</param>
    public FrameValues(IEnumerable<KeyValuePair<string, FrameValue>> sampled, IEnumerable<KeyValuePair<string, FrameValue>>? kept = null)
    {
        _sampled = Sort(sampled);
        _kept = kept is null ? null : Sort(kept);
        foreach (var (name, value) in _sampled.Concat(_kept ?? []))
        {
            _all[name] = value;
        }
    }

    /// <summary>The values from stages that see every sampled frame.</summary>
    public IReadOnlyDictionary<string, FrameValue> Sampled => _sampled;

    /// <summary>The values from stages that see kept frames; null when none saw this frame.</summary>
    public IReadOnlyDictionary<string, FrameValue>? Kept => _kept;

    /// <inheritdoc/>
    public int Count => _all.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _all.Keys;

    /// <inheritdoc/>
    public IEnumerable<FrameValue> Values => _all.Values;

    /// <inheritdoc/>
    public FrameValue this[string key] => _all[key];

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _all.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out FrameValue value) => _all.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, FrameValue>> GetEnumerator() => _all.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(FrameValues? other) => other is not null
        && _sampled.SequenceEqual(other._sampled)
        && (_kept is null ? other._kept is null : other._kept is not null && _kept.SequenceEqual(other._kept));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FrameValues);

    /// <inheritdoc/>
    public override int GetHashCode() => _all.Aggregate(_kept is null ? 0 : 1, static (hash, value) => HashCode.Combine(hash, value));

    /// <summary>Formats the values as one JSON object, as in manifests and exports.</summary>
    public override string ToString() => WriteJson(WriteTo);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The JSON text that the catalog stores.</summary>
    internal string Stored => WriteJson(json =>
    {
        json.WriteStartObject();
        json.WritePropertyName(SampledKey);
        Write(json, _sampled);
        if (_kept is not null)
        {
            json.WritePropertyName(KeptKey);
            Write(json, _kept);
        }

        json.WriteEndObject();
    });

    /// <summary>Parses the JSON text that the catalog stores.</summary>
    internal static FrameValues ParseStored(string text)
    {
        using var document = JsonDocument.Parse(text);
        var json = document.RootElement;
        return new FrameValues(Read(json.GetProperty(SampledKey)), json.TryGetProperty(KeptKey, out var kept) ? Read(kept) : null);
    }

    /// <summary>Reads the values of one JSON object, such as a manifest's.</summary>
    internal static IEnumerable<KeyValuePair<string, FrameValue>> Read(JsonElement json) =>
        json.EnumerateObject().Select(static p => KeyValuePair.Create(p.Name, p.Value.ValueKind == JsonValueKind.String ? new FrameValue(p.Value.GetString()!) : new FrameValue(p.Value.GetDouble())));

    internal void WriteTo(Utf8JsonWriter json) => Write(json, _all);

    private static SortedDictionary<string, FrameValue> Sort(IEnumerable<KeyValuePair<string, FrameValue>> values)
    {
        var sorted = new SortedDictionary<string, FrameValue>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            sorted[name] = value;
        }

        return sorted;
    }

    private static string WriteJson(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, ReadableJson.Options))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, SortedDictionary<string, FrameValue> values)
    {
        json.WriteStartObject();
        foreach (var (name, value) in values)
        {
            if (value.Number is { } number)
            {
                json.WriteNumber(name, number);
            }
            else
            {
                json.WriteString(name, value.Text);
            }
        }

        json.WriteEndObject();
    }
}
