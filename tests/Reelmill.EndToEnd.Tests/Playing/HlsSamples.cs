namespace Reelmill.EndToEnd.Tests.Playing;

/// <summary>The samples that tests share, each made when a test first asks for it.</summary>
public sealed class HlsSamples : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, HlsOutput> _made = [];

    /// <param name="segmentType"><c>fmp4</c> or <c>mpegts</c>.</param>
    /// <param name="encrypted">Whether its segments are encrypted.</param>
    internal async Task<HlsOutput> GetAsync(string segmentType, bool encrypted)
    {
        var name = $"{segmentType}-{encrypted}";
        if (!_made.TryGetValue(name, out var output))
        {
            output = new HlsOutput(_folder[name], encrypted ? _folder[$"{name}-keys"] : null);
            await HlsSample.MakeAsync(output.Folder, segmentType);
            if (output.Keys is { } keys)
            {
                await SampleEncryption.EncryptAsync(output.Folder, keys);
            }

            _made.Add(name, output);
        }

        return output;
    }

    public void Dispose() => _folder.Dispose();
}
