using System.Buffers;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Reelmill.Library.Manifest;

namespace Reelmill.Library.Catalog;

/// <summary>The values that stages of a program's own gave a frame, by name in ordinal order.</summary>
/// <remarks>
/// Immutable. Two are equal when they have the same values from the same kinds of stages: those that saw every sampled
/// frame, which rules are held against, and those that saw kept frames alone.
/// </remarks>
[SuppressMessage("Naming", "CA1710", Justification = "It is what a frame has, which happens to be looked up by name.")]
public sealed class FrameValues : IReadOnlyDictionary<string, FrameValue>, IEquatable<FrameValues>
{
    private const string SampledKey = "sampled";
    private const string KeptKey = "kept";

    private readonly SortedDictionary<string, FrameValue> _all = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, FrameValue> _sampled;
    private readonly SortedDictionary<string, FrameValue>? _kept;

    /// <summary>Takes values.</summary>
    /// <param name="sampled">Those of stages that see every sampled frame.</param>
    /// <param name="kept">Those of stages that see kept frames; null when none saw this one. Of two values of one name, this one is shown.</param>
    public FrameValues(IEnumerable<KeyValuePair<string, FrameValue>> sampled, IEnumerable<KeyValuePair<string, FrameValue>>? kept = null)
    {
        _sampled = Sorted(sampled);
        _kept = kept is null ? null : Sorted(kept);
        foreach (var (name, value) in _sampled.Concat(_kept ?? []))
        {
            _all[name] = value;
        }
    }

    /// <summary>The values of stages that see every sampled frame.</summary>
    public IReadOnlyDictionary<string, FrameValue> Sampled => _sampled;

    /// <summary>The values of stages that see kept frames; null when none saw this one.</summary>
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

    /// <summary>The values as one JSON object, as manifests and exports have them.</summary>
    public override string ToString() => Json(WriteTo);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The text that the catalog keeps.</summary>
    internal string Stored => Json(json =>
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

    /// <summary>Reads what the catalog keeps.</summary>
    internal static FrameValues OfStored(string text)
    {
        using var document = JsonDocument.Parse(text);
        var json = document.RootElement;
        return new FrameValues(Read(json.GetProperty(SampledKey)), json.TryGetProperty(KeptKey, out var kept) ? Read(kept) : null);
    }

    /// <summary>Reads the object of a manifest.</summary>
    internal static IEnumerable<KeyValuePair<string, FrameValue>> Read(JsonElement json) =>
        json.EnumerateObject().Select(static p => KeyValuePair.Create(p.Name, p.Value.ValueKind == JsonValueKind.String ? new FrameValue(p.Value.GetString()!) : new FrameValue(p.Value.GetDouble())));

    internal void WriteTo(Utf8JsonWriter json) => Write(json, _all);

    private static SortedDictionary<string, FrameValue> Sorted(IEnumerable<KeyValuePair<string, FrameValue>> values)
    {
        var sorted = new SortedDictionary<string, FrameValue>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            sorted[name] = value;
        }

        return sorted;
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, FrameJson.Options))
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
