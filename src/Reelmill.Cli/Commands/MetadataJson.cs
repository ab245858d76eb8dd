using System.Text.Json.Serialization;

namespace Reelmill.Cli.Commands;

/// <summary>Generated serialisation of what a list said about an input.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class MetadataJson : JsonSerializerContext;
