using System.Text.Json.Serialization;

namespace Reelmill.Pipelines.Items;

/// <summary>Source-generated serialization, which starts faster than reflection.</summary>
[JsonSerializable(typeof(SortedDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class RecipeJson : JsonSerializerContext;
