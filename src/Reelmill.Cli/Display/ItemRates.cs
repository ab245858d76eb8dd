using System.Globalization;
using Reelmill.Pipelines.Runs;

namespace Reelmill.Cli.Display;

/// <summary>Formats one line for each item in a long stage: percent, speed and remaining time.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ItemRates(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Entry> _items = new(StringComparer.Ordinal);

    public void Add(ItemProgress value)
    {
        var key = $"{value.Input}\n{value.Doing}";
        lock (_gate)
        {
            if (value.IsEnd)
            {
                _items.Remove(key);
            }
            else
            {
                var began = _items.GetValueOrDefault(key)?.Began ?? (time.GetTimestamp(), value.Done);
                _items[key] = new Entry(value, began);
            }
        }
    }

    /// <summary>Removes an ended item.</summary>
    public void Remove(string input)
    {
        lock (_gate)
        {
            foreach (var key in _items.Keys.Where(k => k.StartsWith($"{input}\n", StringComparison.Ordinal)).ToArray())
            {
                _items.Remove(key);
            }
        }
    }

    public IReadOnlyList<string> Lines()
    {
        lock (_gate)
        {
            return [.. _items.Values.Select(FormatLine)];
        }
    }

    private string FormatLine(Entry entry)
    {
        var (value, (since, before)) = entry;
        var elapsed = time.GetElapsedTime(since).TotalSeconds;
        var rate = elapsed > 0 ? (value.Done - before) / elapsed : 0;
        var share = value.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $"{100 * value.Done / value.Total:0} %  ") : string.Empty;
        var left = rate > 0 && value.Total is { } total ? $"  {FormatDuration((total - value.Done) / rate)} left" : string.Empty;
        return $"{Path.GetFileName(value.Input)}  {value.Doing}  {share}{FormatSpeed(value, rate)}{left}";
    }

    private static string FormatSpeed(ItemProgress value, double rate) => value.Unit switch
    {
        ProgressUnit.Bytes => string.Create(CultureInfo.InvariantCulture, $"{value.Done / 1048576:0.0} MiB, {rate / 1048576:0.0} MiB/s"),
        ProgressUnit.Chunks => string.Create(CultureInfo.InvariantCulture, $"{value.Done:0} chunks, {rate:0.0}/s"),
        ProgressUnit.Files => string.Create(CultureInfo.InvariantCulture, $"{value.Done:0} files, {rate:0.0}/s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{rate:0.0} x real time"),
    };

    private static string FormatDuration(double seconds) => TimeSpan.FromSeconds(Math.Min(seconds, 86_399 * 100)).ToString(seconds < 3600 ? @"m\:ss" : @"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);

    private sealed record Entry(ItemProgress Value, (long Since, double Done) Began);
}
