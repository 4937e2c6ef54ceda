package swiotlb.report;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;

/** The published JSON schema of results. */
public final class ResultSchema {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(ResultJson.class.getResourceAsStream("result.schema.json"), InputFormat.JSON);

  private ResultSchema() {}

  /** What the schema finds wrong with results, a text each. */
  public static List<String> complaints(String json) {
    return SCHEMA.validate(json, InputFormat.JSON).stream().map(Error::toString).toList();
  }
}
