using System.Text.Json.Serialization;

namespace Reelmill.Pipelines.Items;

/// <summary>Generated serialisation, which starts faster than reflection.</summary>
[JsonSerializable(typeof(SortedDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class RecipeJson : JsonSerializerContext;
