using System.Text.Json;

namespace Reelmill.Testing.Commands;

/// <summary>What a program left behind.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Standard output as one JSON document; anything before or after it is an error.</summary>
    public JsonElement Json()
    {
        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }
}
